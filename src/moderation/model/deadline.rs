//! The form of deadlines, as admins fill it in: hours by category, hours of the week, holidays.

use chrono::{NaiveDate, NaiveTime};

use super::Typed;
use crate::ids::words;
use crate::incidents::{Priority, State, Wish};
use crate::web::form::FieldErrors;

/// Longest deadline, hours: a year.
const MOST_HOURS: i32 = 8760;

words! {
    /// What happens by itself when a deadline passes.
    LateRule in "late_rule" {
        /// Nothing.
        Nothing = "nothing",
        /// One step more urgent.
        Priority = "priority",
        /// Escalated, and those who work on it, else the authority, are told.
        Escalate = "escalate",
    }
}

impl LateRule {
    /// What this rule asks of a report whose deadline passed; nothing when that was done already. `reason` is for staff.
    pub fn wishes(self, state: &State, reason: String) -> Vec<Wish> {
        let next = Priority::ALL.into_iter().find(|p| *p > state.priority);
        match (self, next) {
            (Self::Priority, Some(next)) => vec![Wish::Priority(next)],
            (Self::Escalate, _) if state.escalated_at.is_none() => vec![Wish::Escalate { reason }],
            _ => Vec::new(),
        }
    }
}

/// What one form of the page asks for.
#[derive(Debug)]
pub enum Calendar {
    /// Deadlines of the category with this code, in minutes.
    Category {
        /// Which.
        code: String,
        /// Until somebody looks.
        look: Option<i32>,
        /// Until it is resolved.
        resolve: Option<i32>,
        /// Day and night, not only in the hours of the week.
        around_clock: bool,
        /// Whether everybody may see that a report is late.
        show_late: bool,
        /// What happens when a deadline passes.
        late_rule: LateRule,
    },
    /// Hours of the week: day (1 is Monday), from, to. Days that are not named are closed.
    Week(Vec<(i32, NaiveTime, NaiveTime)>),
    /// A holiday with its names in English and Afrikaans.
    Holiday(NaiveDate, String, String),
    /// No holiday any more.
    NoHoliday(NaiveDate),
}

/// Reads one form of the page, or says what must be mended.
pub fn calendar(typed: &Typed) -> Result<Calendar, FieldErrors> {
    let mut errors = FieldErrors::default();
    let read = match typed.get("form") {
        "category" => Some(category(typed, &mut errors)),
        "week" => Some(Calendar::Week(week(typed, &mut errors))),
        "holiday" => holiday(typed, &mut errors),
        _ => typed.get("day").parse().ok().map(Calendar::NoHoliday),
    };
    match read {
        Some(read) if errors.is_empty() => Ok(read),
        _ => Err(errors),
    }
}

fn category(typed: &Typed, errors: &mut FieldErrors) -> Calendar {
    let code = typed.get("code").to_owned();
    let mut minutes = |name: &str| match typed.get(name) {
        "" => None,
        text => match text.parse::<i32>() {
            Ok(hours) if (1..=MOST_HOURS).contains(&hours) => Some(hours * 60),
            _ => {
                errors.add(format!("{name}-{code}"), "moderation-deadlines-hours-wrong");
                None
            }
        },
    };
    let (look, resolve) = (minutes("look"), minutes("resolve"));
    let ticked = |name: &str| typed.get(name) == "yes";
    Calendar::Category {
        look,
        resolve,
        around_clock: ticked("around_clock"),
        show_late: ticked("show_late"),
        late_rule: typed.get("late_rule").parse().unwrap_or(LateRule::Nothing),
        code,
    }
}

fn week(typed: &Typed, errors: &mut FieldErrors) -> Vec<(i32, NaiveTime, NaiveTime)> {
    let time = |name: String| NaiveTime::parse_from_str(typed.get(&name), "%H:%M").ok();
    let mut days = Vec::new();
    for day in 1..=7 {
        let (opens, closes) = (format!("opens-{day}"), format!("closes-{day}"));
        if typed.get(&opens).is_empty() && typed.get(&closes).is_empty() {
            continue;
        }
        match time(opens.clone()).zip(time(closes)) {
            Some((from, to)) if from < to => days.push((day, from, to)),
            _ => errors.add(opens, "moderation-deadlines-time-wrong"),
        }
    }
    days
}

fn holiday(typed: &Typed, errors: &mut FieldErrors) -> Option<Calendar> {
    let day = typed.get("day").parse::<NaiveDate>().ok();
    if day.is_none() {
        errors.add("day", "moderation-deadlines-day-wrong");
    }
    let mut name = |field: &'static str| {
        let name = typed.get(field);
        if !(1..=80).contains(&name.chars().count()) {
            errors.add_n(field, "moderation-reply-length", 80);
        }
        name.to_owned()
    };
    let names = (name("name_en"), name("name_af"));
    day.map(|day| Calendar::Holiday(day, names.0, names.1))
}
