//! Whom an event concerns, and how it is written on the wire. No I/O.

use bytes::Bytes;
use serde_json::Value;

use crate::events::EventKind;
use crate::feed::{Event, Facts, Notice, Position, Topic};
use crate::i18n::Lang;
use crate::ids::{AccountId, IncidentId};
use crate::incidents::Filter;

/// Keeps a connection open and finds dead ones: a comment, which no listener hears.
pub const BEAT: Bytes = Bytes::from_static(b":\n\n");

/// One server-sent event. Its data has at least one line, since browsers drop events without any.
pub fn frame(at: Position, name: &str, data: &str) -> Bytes {
    let mut text = format!("id: {at}\nevent: {name}\n");
    for line in data.split(['\n', '\r']).filter(|line| !line.trim().is_empty()) {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    Bytes::from(text)
}

/// That something changed, and no more.
pub fn signal(at: Position) -> Bytes {
    frame(at, "signal", "1")
}

/// What a stream follows.
#[derive(Clone, Debug)]
pub enum Follow {
    /// The public list, as narrowed, in a language.
    List(Box<Filter>, Lang),
    /// One public report, in a language.
    Incident(IncidentId, Lang),
    /// One report for somebody who sees more of it than everybody.
    Own(IncidentId),
    /// The queue.
    Staff,
    /// What concerns one person.
    Person(AccountId),
}

impl Follow {
    /// Where to listen for it.
    pub fn topic(&self) -> Topic {
        match self {
            Self::List(..) => Topic::Public,
            Self::Incident(id, _) | Self::Own(id) => Topic::Incident(*id),
            Self::Staff => Topic::Staff,
            Self::Person(account) => Topic::Person(*account),
        }
    }

    /// What this stream says about a notice; none when it does not concern it.
    pub fn says(&self, notice: &Notice) -> Option<Bytes> {
        if notice.kind == Some(EventKind::Claimed) && !matches!(self, Self::Staff) {
            return None;
        }
        match self {
            Self::List(filter, lang) => listed(filter, *lang, notice),
            Self::Incident(id, lang) => {
                let mine = notice.public && notice.incident == Some(*id);
                mine.then(|| match &notice.facts {
                    None => notice.gone.clone(),
                    Some(_) => {
                        Notice::of(&notice.pages, *lang).unwrap_or_else(|| notice.signal.clone())
                    }
                })
            }
            Self::Own(id) => (notice.incident == Some(*id)).then(|| notice.signal.clone()),
            Self::Staff => notice.incident.is_some().then(|| notice.signal.clone()),
            Self::Person(account) => {
                let known = notice.people.as_ref();
                let mine = notice.incident.is_some() && known.is_none_or(|p| p.contains(account));
                mine.then(|| notice.signal.clone())
            }
        }
    }

    /// Whether the stream ends after a notice: what it follows is gone.
    pub fn ends_with(&self, notice: &Notice) -> bool {
        matches!(self, Self::Incident(id, _) if notice.public && notice.facts.is_none() && notice.incident == Some(*id))
    }
}

fn listed(filter: &Filter, lang: Lang, notice: &Notice) -> Option<Bytes> {
    if !notice.listed {
        return None;
    }
    Some(match &notice.facts {
        None if notice.incident.is_some() => notice.gone.clone(),
        None => notice.signal.clone(),
        // Whether words match, and whose work it is, is for the database to say.
        Some(_) if filter.words().is_some() || filter.assignee != Default::default() => {
            notice.signal.clone()
        }
        Some(facts) if fits(filter, facts) => {
            Notice::of(&notice.cards, lang).unwrap_or_else(|| notice.signal.clone())
        }
        Some(_) => notice.gone.clone(),
    })
}

/// Whether a report is in a list, its words aside.
pub fn fits(filter: &Filter, facts: &Facts) -> bool {
    let statuses = filter.status.statuses();
    statuses.is_none_or(|all| all.iter().any(|s| s.as_str() == facts.status))
        && filter.priority.is_none_or(|p| p.as_str() == facts.priority)
        && (filter.category.is_empty() || filter.category == facts.category)
        && (filter.area.is_empty() || facts.area.as_ref() == Some(&filter.area))
        && filter.since().is_none_or(|since| facts.reported_at >= since)
        && filter.until().is_none_or(|until| facts.reported_at < until)
}

/// Whether an event is for staff only, whatever it is about.
pub fn is_internal(event: &Event) -> bool {
    event.data.get("audience").is_some_and(|audience| audience == "internal")
}

/// Whether an event, its report being public or gone, changes a list.
pub fn is_listed(kind: Option<EventKind>) -> bool {
    !matches!(kind, Some(EventKind::Commented | EventKind::Followed))
}

/// What happened, as programs are told.
pub fn action(kind: Option<EventKind>) -> &'static str {
    match kind {
        Some(EventKind::Published) => "created",
        Some(EventKind::Unpublished) => "removed",
        Some(EventKind::Commented) => "commented",
        _ => "updated",
    }
}

/// The same for programs with a key, which know a report before and after it is public.
pub fn action_inside(kind: Option<EventKind>) -> &'static str {
    match kind {
        Some(EventKind::Reported) => "created",
        Some(EventKind::Commented) => "commented",
        _ => "updated",
    }
}

/// A report as programs know it.
pub fn as_json(id: IncidentId, title: &str, facts: &Facts) -> Value {
    serde_json::json!({
        "id": id,
        "reference": facts.reference,
        "title": title,
        "status": facts.status,
        "priority": facts.priority,
        "created_at": facts.reported_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            reference: "NB-0000-0000".into(),
            status: "acknowledged",
            priority: "high",
            category: "water".into(),
            area: Some("LIM368-4".into()),
            reported_at: "2026-03-05T10:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn an_event_is_written_as_the_standard_says() {
        let at = Position { epoch: 1, xid: 2, id: 3 };
        let bytes = frame(at, "card", "<li>\n\n<b>x</b>\r\n</li>\n");
        assert_eq!(
            bytes,
            "id: 1-2-3\nevent: card\ndata: <li>\ndata: <b>x</b>\ndata: </li>\n\n".as_bytes()
        );
    }

    #[test]
    fn a_stream_is_narrowed_like_the_list() {
        for (query, expected) in [
            ("", true),
            ("status=open&priority=high&category=water&area=LIM368-4", true),
            ("status=acknowledged&from=2026-03-05&to=2026-03-05", true),
            ("status=done", false),
            ("priority=low", false),
            ("category=roads", false),
            ("area=LIM368-5", false),
            ("from=2026-03-06", false),
            ("to=2026-03-04", false),
        ] {
            assert_eq!(fits(&Filter::read(query), &facts()), expected, "{query}");
        }
    }

    #[test]
    fn staff_and_people_get_a_signal_and_nothing_else() {
        let (incident, person) = (IncidentId::new(), AccountId::new());
        let at = Position { epoch: 1, xid: 2, id: 3 };
        let notice = Notice {
            at,
            incident: Some(incident),
            people: Some(vec![person]),
            signal: signal(at),
            ..Notice::default()
        };
        let says = |follow: Follow| follow.says(&notice);
        let plain = Some(Bytes::from_static(b"id: 1-2-3\nevent: signal\ndata: 1\n\n"));
        assert_eq!(says(Follow::Staff), plain);
        assert_eq!(says(Follow::Own(incident)), plain);
        assert_eq!(says(Follow::Person(person)), plain);
        assert_eq!(says(Follow::Person(AccountId::new())), None);
        // It is not public, so nobody else hears of it.
        assert_eq!(says(Follow::Incident(incident, Lang::EN)), None);
        assert_eq!(says(Follow::List(Box::default(), Lang::EN)), None);
    }
}
