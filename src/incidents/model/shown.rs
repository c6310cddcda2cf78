//! What readers see of a report: a row of a list, the page of one, the steps it went through, what people said.
//! Only columns of the public views are here; identity and exact place have no field to be in.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;

use super::{Cursor, Order, Priority, Publication, REOPEN_DAYS, Status};
use crate::categories::ink;
use crate::i18n::Lang;
use crate::ids::{AreaId, CategoryId, IncidentId, MediaId};
use crate::places::{MapView, Mark, Point, Precision};

/// Size of the drawn map on the page of a report, in pixels.
pub const MAP_WIDTH: u16 = 480;
/// The same, upright.
pub const MAP_HEIGHT: u16 = 320;

/// One report in a list.
#[derive(Clone, Debug)]
pub struct Card {
    /// The report's own words, in its own language.
    pub title: String,
    /// Language of the title.
    pub lang: Lang,
    /// Public reference.
    pub reference: String,
    /// Name of the category in the reader's language.
    pub category: String,
    /// Icon of the category.
    pub icon: String,
    /// `#rrggbb` of the category.
    pub colour: String,
    /// Where, as everybody may know it; may be empty.
    pub place: String,
    /// What is being done.
    pub status: Status,
    /// How soon it must be looked at.
    pub priority: Priority,
    /// Who may see it; on lists of one's own.
    pub publication: Publication,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The first public photo.
    pub photo: Option<MediaId>,
    /// Order number; never shown.
    pub number: i64,
    /// Whether everybody may know that it is past a deadline.
    pub late: bool,
}

impl Card {
    /// Black or white for the icon on the category's colour.
    pub fn ink(&self) -> &'static str {
        ink(&self.colour)
    }

    /// Address of its page after the language.
    pub fn path(&self) -> String {
        format!("/incidents/{}", self.reference)
    }

    /// The place of this row in an order.
    pub fn cursor(&self, order: Order, back: bool) -> Cursor {
        let rank = match order {
            Order::Priority => Priority::ALL.iter().position(|p| *p == self.priority),
            _ => None,
        };
        let at = if order == Order::Changed { self.updated_at } else { self.reported_at };
        let rank = rank.and_then(|r| u8::try_from(r).ok()).unwrap_or(0);
        Cursor { order, back, rank, at: at.timestamp_micros(), number: self.number }
    }

    /// Whether the priority is worth a tag in a list.
    pub fn urgent(&self) -> bool {
        self.priority >= Priority::High && self.status.is_open()
    }

    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        self.publication == Publication::Public
    }
}

/// A photo of a report.
#[derive(Clone, Debug, Deserialize)]
pub struct Photo {
    /// The row.
    pub id: MediaId,
    /// What is on it, as the sender says; may be empty.
    pub caption: String,
    /// Language of the caption.
    pub lang: Option<Lang>,
    /// Pixels, upright.
    pub width: i32,
    /// Pixels, upright.
    pub height: i32,
    /// Who may see it.
    pub publication: Publication,
    /// Whether its sizes are made.
    pub ready: bool,
}

/// A public report that belongs to another one: split from it, or the whole it was split from.
#[derive(Clone, Debug, Deserialize)]
pub struct Relative {
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Language of the title.
    pub lang: Lang,
    /// Whether it is the whole, not a part.
    pub whole: bool,
}

/// What somebody said about a report.
#[derive(Clone, Debug, Deserialize)]
pub struct Comment {
    /// In what capacity: `resident`, `reporter`, `leader`, `officer` or `system`.
    pub author: String,
    /// Language of the text.
    pub lang: Lang,
    /// The text.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who may see it: those who wait are shown to their writer only.
    pub publication: Publication,
    /// For the leaders only: an answer of the reporter.
    pub internal: bool,
}

impl Comment {
    /// Whether it waits for a leader.
    pub fn waits(&self) -> bool {
        self.publication == Publication::Pending && !self.internal
    }
}

/// One report as its page shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The row.
    pub id: IncidentId,
    /// Public reference.
    pub reference: String,
    /// In the reporter's words.
    pub title: String,
    /// In the reporter's words.
    pub description: String,
    /// Language of title and description.
    pub lang: Lang,
    /// Category, for rights.
    pub category_id: CategoryId,
    /// Code of the category, for links into the list.
    pub category_code: String,
    /// Name of the category in the reader's language.
    pub category: String,
    /// Icon of the category.
    pub icon: String,
    /// `#rrggbb` of the category.
    pub colour: String,
    /// Longitude of the public place.
    pub lon: Option<f64>,
    /// Latitude of the public place.
    pub lat: Option<f64>,
    /// How coarse the public place is.
    pub precision: Precision,
    /// Public words about the place; may be empty.
    pub address: String,
    /// Name of the area of the public place.
    pub area: Option<String>,
    /// Code of that area, for links into the list.
    pub area_code: Option<String>,
    /// What is being done.
    pub status: Status,
    /// The text given with the status.
    pub status_note: String,
    /// How soon it must be looked at.
    pub priority: Priority,
    /// When it was seen, if somebody said.
    pub observed_at: Option<DateTime<Utc>>,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// How many people follow it.
    pub followers: i64,
    /// Reference of the public report that this one repeats.
    pub duplicate_of: Option<String>,
    /// Who may see it.
    pub publication: Publication,
    /// Why it is hidden.
    pub publication_reason: String,
    /// What became of the reporter's appeal: `open`, `granted`, `denied`; for the reporter only.
    pub appeal: Option<String>,
    /// What they were told about it.
    pub appeal_answer: Option<String>,
    /// The area of the exact place, for the rights of staff; none in answers to the public.
    pub exact_area: Option<AreaId>,
    /// Whether the reader reported it.
    pub mine: bool,
    /// Whether the reader follows it.
    pub following: bool,
    /// Whether everybody may know that it is past a deadline.
    pub late: bool,
    /// Photos, in order.
    pub photos: Json<Vec<Photo>>,
    /// What people said, oldest first.
    pub comments: Json<Vec<Comment>>,
    /// What of its whole and parts everybody may know, the whole first.
    pub relatives: Json<Vec<Relative>>,
}

impl Shown {
    /// Whether its reporter may answer a decision against it: once.
    pub fn may_be_appealed(&self) -> bool {
        let against = self.status == Status::Rejected || self.publication == Publication::Hidden;
        self.mine && against && self.appeal.is_none()
    }

    /// Black or white for the icon on the category's colour.
    pub fn ink(&self) -> &'static str {
        ink(&self.colour)
    }

    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        self.publication == Publication::Public
    }

    /// Address of its public page after the language.
    pub fn path(&self) -> String {
        format!("/incidents/{}", self.reference)
    }

    /// Address of the drawn map with the public place as an area; none without a place.
    pub fn map(&self, lang: &Lang) -> Option<String> {
        let center = Point::new(self.lon?, self.lat?)?;
        let zoom = match self.precision {
            Precision::M100 => 15,
            Precision::M250 => 14,
            Precision::M500 => 13,
            Precision::Suburb => 12,
            Precision::Hidden => return None,
        };
        let mark = Mark { point: center, radius_m: self.precision.mark_metres() };
        let view = MapView::new(center, zoom, MAP_WIDTH, MAP_HEIGHT);
        Some(view.url(lang.code(), &[mark]))
    }

    /// Whether its reporter may say that it is not solved.
    pub fn may_be_reopened(&self, now: DateTime<Utc>) -> bool {
        let days = self.resolved_at.map(|at| (now - at).num_days());
        self.status == Status::Resolved && days.is_some_and(|d| d < REOPEN_DAYS)
    }

    /// Whether it may become private at its reporter's request.
    pub fn may_become_private(&self) -> bool {
        self.publication.may_become(Publication::Private)
    }
}

/// An open report close by.
#[derive(Clone, Debug)]
pub struct Nearby {
    /// Public reference.
    pub reference: String,
    /// In the reporter's words.
    pub title: String,
    /// Language of the title.
    pub lang: Lang,
    /// Icon of the category.
    pub icon: String,
    /// `#rrggbb` of the category.
    pub colour: String,
    /// What is being done.
    pub status: Status,
    /// Distance between the public places.
    pub metres: i64,
}

impl Nearby {
    /// Black or white for the icon on the category's colour.
    pub fn ink(&self) -> &'static str {
        ink(&self.colour)
    }

    /// Address of its page after the language.
    pub fn path(&self) -> String {
        format!("/incidents/{}", self.reference)
    }
}

/// A change of status as history has it.
#[derive(Clone, Debug)]
pub struct Past {
    /// When.
    pub at: DateTime<Utc>,
    /// In what capacity somebody acted.
    pub actor: String,
    /// Status before.
    pub old: Option<String>,
    /// Status after.
    pub new: Option<String>,
    /// The public text given with it.
    pub note: String,
}

/// One step of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The status after it, for the shape.
    pub status: Status,
    /// What happened: the end of a text key, `reported` or `reopened`.
    pub what: &'static str,
    /// By whom: the end of a text key, `leader`; empty when nothing is said of it.
    pub by: &'static str,
    /// When, if that is known.
    pub at: Option<DateTime<Utc>>,
    /// The text given with it; may be empty.
    pub text: String,
}

/// The public timeline of a report, oldest step first: reported, then each change of status. Where history does not lead to
/// the present status (imported reports), the present status is the last step.
pub fn timeline(shown: &Shown, past: &[Past]) -> Vec<Step> {
    let first = Step {
        status: Status::Reported,
        what: "reported",
        by: "",
        at: Some(shown.reported_at),
        text: String::new(),
    };
    let mut steps = vec![first];
    steps.extend(past.iter().filter_map(|row| {
        let status: Status = row.new.as_deref()?.parse().ok()?;
        let old: Option<Status> = row.old.as_deref().and_then(|s| s.parse().ok());
        let by = who(&row.actor);
        let what = match (old, status) {
            (Some(Status::Waiting), Status::InProgress) if by == "reporter" => "answered",
            (Some(old), Status::InProgress) if !old.is_open() => "reopened",
            (_, status) => status.as_str(),
        };
        Some(Step { status, what, by, at: Some(row.at), text: row.note.clone() })
    }));
    if steps.last().is_some_and(|last| last.status != shown.status) {
        let at = match shown.status {
            Status::Resolved => shown.resolved_at,
            _ => None,
        };
        let text = shown.status_note.clone();
        steps.push(Step { status: shown.status, what: shown.status.as_str(), by: "", at, text });
    }
    steps
}

/// The public word for who acted: never more than the capacity.
fn who(actor: &str) -> &'static str {
    match actor {
        "leader" | "admin" => "leader",
        "officer" | "authority" => "officer",
        // Nobody else without a role may change a status.
        "visitor" | "resident" => "reporter",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::CategoryId;

    fn shown(status: Status) -> Shown {
        let at = DateTime::from_timestamp(1_772_000_000, 0).unwrap();
        Shown {
            id: IncidentId::new(),
            reference: "NB-7F3K-9Q2M".into(),
            title: String::new(),
            description: String::new(),
            lang: Lang::EN,
            category_id: CategoryId::new(),
            category_code: String::new(),
            category: String::new(),
            icon: String::new(),
            colour: "#14532d".into(),
            lon: Some(28.712),
            lat: Some(-24.5205),
            precision: Precision::M100,
            address: String::new(),
            area: Some("Ward 4".into()),
            area_code: None,
            status,
            status_note: "Fixed".into(),
            priority: Priority::Medium,
            observed_at: None,
            reported_at: at,
            resolved_at: Some(at),
            updated_at: at,
            followers: 0,
            duplicate_of: None,
            publication: Publication::Public,
            publication_reason: String::new(),
            appeal: None,
            appeal_answer: None,
            exact_area: None,
            mine: false,
            following: false,
            late: false,
            photos: Json(Vec::new()),
            comments: Json(Vec::new()),
            relatives: Json(Vec::new()),
        }
    }

    fn past(actor: &str, old: &str, new: &str) -> Past {
        Past {
            at: Utc::now(),
            actor: actor.into(),
            old: Some(old.into()),
            new: Some(new.into()),
            note: "Why".into(),
        }
    }

    #[test]
    fn the_timeline_says_what_happened_and_in_what_capacity() {
        let rows = [
            past("leader", "reported", "acknowledged"),
            past("admin", "acknowledged", "waiting"),
            past("visitor", "waiting", "in_progress"),
            past("authority", "in_progress", "resolved"),
            past("resident", "resolved", "in_progress"),
            past("system", "in_progress", "duplicate"),
        ];
        let steps = timeline(&shown(Status::Duplicate), &rows);
        let said: Vec<_> = steps.iter().map(|s| (s.what, s.by)).collect();
        assert_eq!(
            said,
            [
                ("reported", ""),
                ("acknowledged", "leader"),
                ("waiting", "leader"),
                ("answered", "reporter"),
                ("resolved", "officer"),
                ("reopened", "reporter"),
                ("duplicate", ""),
            ]
        );
    }

    #[test]
    fn an_imported_report_ends_in_its_present_status() {
        let steps = timeline(&shown(Status::Resolved), &[]);
        assert_eq!(steps.len(), 2);
        assert_eq!((steps[1].what, steps[1].text.as_str()), ("resolved", "Fixed"));
        assert_eq!(steps[1].at, shown(Status::Resolved).resolved_at);
        assert_eq!(timeline(&shown(Status::Reported), &[]).len(), 1);
    }

    #[test]
    fn two_weeks_after_it_was_resolved_a_report_stays_so() {
        let report = shown(Status::Resolved);
        let after = |days| report.reported_at + chrono::Duration::days(days);
        assert!(report.may_be_reopened(after(13)));
        assert!(!report.may_be_reopened(after(14)));
        assert!(!shown(Status::Closed).may_be_reopened(after(1)));
    }

    #[test]
    fn a_hidden_place_has_no_map() {
        let mut report = shown(Status::Reported);
        assert!(report.map(&Lang::EN).unwrap().contains("m=28.71200,-24.52050,50"));
        report.precision = Precision::Hidden;
        assert_eq!(report.map(&Lang::EN), None);
    }
}
