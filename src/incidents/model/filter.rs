//! What a reader narrows a list to, as it stands in the address. Reading it is tolerant: a value that means nothing is left
//! out, so that an old or mistyped link still shows a list. Writing it gives one address for one meaning.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Africa::Johannesburg;
use url::form_urlencoded;

use super::cursor::Order;
use super::{Priority, Reference, Status};
use crate::ids::AccountId;

/// Longest search in characters; the rest is cut off.
pub const MOST_TYPED: usize = 100;

/// Which statuses to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// All of them.
    #[default]
    All,
    /// Those where somebody still has to do something.
    Open,
    /// Resolved and closed ones.
    Done,
    /// One.
    Only(Status),
}

impl Among {
    /// The groups that have a chip, in order.
    pub const CHIPS: [Among; 3] = [Among::All, Among::Open, Among::Done];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Done => "done",
            Self::Only(status) => status.as_str(),
        }
    }

    fn read(word: &str) -> Option<Self> {
        Self::CHIPS
            .into_iter()
            .find(|a| a.as_str() == word)
            .or_else(|| word.parse().ok().map(Self::Only))
    }

    /// The statuses meant; none for all.
    pub fn statuses(self) -> Option<Vec<Status>> {
        match self {
            Self::All => None,
            Self::Open => Some(Status::ALL.into_iter().filter(|s| s.is_open()).collect()),
            Self::Done => Some(vec![Status::Resolved, Status::Closed]),
            Self::Only(status) => Some(vec![status]),
        }
    }
}

/// Whose work to show; for staff only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assigned {
    /// Anybody's and nobody's.
    #[default]
    Any,
    /// The reader's own.
    Me,
    /// What nobody has taken.
    Nobody,
    /// One person's.
    To(AccountId),
}

impl Assigned {
    fn read(word: &str) -> Option<Self> {
        match word {
            "me" => Some(Self::Me),
            "nobody" => Some(Self::Nobody),
            id => id.parse().ok().map(Self::To),
        }
    }

    /// The word in the address.
    pub fn word(self) -> String {
        match self {
            Self::Any => String::new(),
            Self::Me => "me".into(),
            Self::Nobody => "nobody".into(),
            Self::To(id) => id.to_string(),
        }
    }
}

/// A list as asked for, without its page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words to search for; empty for none.
    pub q: String,
    /// Which statuses.
    pub status: Among,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only the category with this code.
    pub category: String,
    /// Only the area with this code.
    pub area: String,
    /// Reported on this day or later, in South African time.
    pub from: Option<NaiveDate>,
    /// Reported on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Whose work.
    pub assignee: Assigned,
    /// In which order.
    pub order: Order,
}

impl Filter {
    /// Reads the query of an address. Of a name that is given twice the last counts.
    pub fn read(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = crate::web::form::clean(&value, false);
            match &*name {
                "q" => filter.q = value.chars().take(MOST_TYPED).collect(),
                "status" => filter.status = Among::read(&value).unwrap_or_default(),
                "priority" => filter.priority = value.parse().ok(),
                "category" if is_code(&value) => filter.category = value,
                "area" if is_code(&value) => filter.area = value,
                "from" => filter.from = date(&value),
                "to" => filter.to = date(&value),
                "assignee" => filter.assignee = Assigned::read(&value).unwrap_or_default(),
                "order" => filter.order = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        filter
    }

    /// The query of the address, without what is left as it is; begins with `?` unless empty.
    pub fn query(&self) -> String {
        self.query_with("", "")
    }

    /// The same with one more pair, if its value is not empty.
    pub fn query_with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let status = if self.status == Among::All { "" } else { self.status.as_str() };
        let order = if self.order == Order::Newest { "" } else { self.order.as_str() };
        let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        let (from, to, assignee) = (day(self.from), day(self.to), self.assignee.word());
        for (name, value) in [
            ("q", self.q.as_str()),
            ("status", status),
            ("priority", self.priority.map_or("", Priority::as_str)),
            ("category", &self.category),
            ("area", &self.area),
            ("from", &from),
            ("to", &to),
            ("assignee", &assignee),
            ("order", order),
            (name, value),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// The same filter among other statuses.
    pub fn among(&self, status: Among) -> Self {
        Self { status, ..self.clone() }
    }

    /// How many fields beside search, status and order narrow the list: shown on the closed form.
    pub fn narrowed(&self) -> usize {
        usize::from(self.priority.is_some())
            + usize::from(!self.category.is_empty())
            + usize::from(!self.area.is_empty())
            + usize::from(self.from.is_some() || self.to.is_some())
            + usize::from(self.assignee != Assigned::Any)
            + usize::from(matches!(self.status, Among::Only(_)))
    }

    /// Whether anything is left out of the list.
    pub fn is_any(&self) -> bool {
        !self.q.is_empty() || self.narrowed() > 0 || self.status != Among::All
    }

    /// The search, if there is one.
    pub fn words(&self) -> Option<&str> {
        (!self.q.is_empty()).then_some(self.q.as_str())
    }

    /// Whether the search leaves words out by a minus, or keeps words together by quotes.
    pub fn is_precise(&self) -> bool {
        let leaves_out = |w: &str| w.strip_prefix('-').is_some_and(|rest| !rest.is_empty());
        self.q.contains('"') || self.q.split_whitespace().any(leaves_out)
    }

    /// A whole reference typed into the search field.
    pub fn reference(&self) -> Option<Reference> {
        Reference::parse(&self.q)
    }

    /// The first moment of the days asked for.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        self.from.and_then(midnight)
    }

    /// The first moment after the days asked for.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        self.to.and_then(|day| midnight(day.succ_opt()?))
    }
}

fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let local = Johannesburg.from_local_datetime(&day.and_hms_opt(0, 0, 0)?).earliest()?;
    Some(local.with_timezone(&Utc))
}

/// A day as date fields send it; only of years that a report can have.
fn date(typed: &str) -> Option<NaiveDate> {
    let day: NaiveDate = typed.parse().ok()?;
    (1990..=2200).contains(&chrono::Datelike::year(&day)).then_some(day)
}

/// Codes of categories and areas are short plain words.
fn is_code(typed: &str) -> bool {
    typed.len() <= 64
        && typed.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_minus_and_quotes_are_meant_precisely() {
        let precise = |q: &str| Filter { q: q.into(), ..Filter::default() }.is_precise();
        assert!(precise("water -leak") && precise("\"deep hole\"") && precise("-leak"));
        assert!(!precise("water") && !precise("by-pass") && !precise("a - b"));
    }

    #[test]
    fn a_mistyped_address_still_means_a_list() {
        let filter = Filter::read(
            "q=%FF%00lek&status=;drop&priority=9&category=a%27b&from=31-12-2026&order=random&x=1",
        );
        assert_eq!(filter.q, "\u{fffd}lek");
        assert_eq!(filter, Filter { q: filter.q.clone(), ..Filter::default() });
    }

    #[test]
    fn days_are_south_african() {
        let filter = Filter::read("from=2026-03-05&to=2026-03-05");
        assert_eq!(filter.since().unwrap().to_rfc3339(), "2026-03-04T22:00:00+00:00");
        assert_eq!(filter.until().unwrap().to_rfc3339(), "2026-03-05T22:00:00+00:00");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(q in "[^\\p{C}\\s]([^\\p{C}]{0,50}[^\\p{C}\\s])?", status in 0usize..11, priority in 0usize..5, order in 0usize..4, days in prop::option::of(0u64..40_000)) {
            let statuses = Among::CHIPS.into_iter().chain(Status::ALL.map(Among::Only)).collect::<Vec<_>>();
            let filter = Filter {
                q,
                status: statuses[status],
                priority: Priority::ALL.get(priority).copied(),
                category: "water_leak".into(),
                area: "LIM368-4".into(),
                from: days.and_then(|d| NaiveDate::from_ymd_opt(1990, 1, 1)?.checked_add_days(chrono::Days::new(d))),
                to: None,
                assignee: Assigned::Me,
                order: Order::ALL[order],
            };
            prop_assert_eq!(Filter::read(filter.query().trim_start_matches('?')), filter);
        }
    }
}
