//! What staff choose for themselves: when they are on call, and the mail of the morning.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike, Utc};

use super::Typed;
use crate::ids::AccountId;
use crate::web::form::FieldErrors;

/// The mail of the morning goes out from this hour on, South African time.
const MORNING: u32 = 7;

/// Whoever could not be told by this hour is told the next day.
const NOON: u32 = 12;

/// The settings of somebody of the staff.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Alerts go to those on call.
    pub on_call: bool,
    /// From when to when each day, South African time; always if none.
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// Whether a mail each morning says what waits.
    pub digest: bool,
}

/// Reads the form, or says what must be mended.
pub fn settings(typed: &Typed) -> Result<Settings, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut time = |field: &'static str| {
        let text = typed.get(field);
        let time = NaiveTime::parse_from_str(text, "%H:%M").ok();
        if time.is_none() && !text.is_empty() {
            errors.add(field, "moderation-work-time-wrong");
        }
        time
    };
    let hours = (time("from"), time("until"));
    let half = hours.0.is_some() != hours.1.is_some() || hours.0.is_some() && hours.0 == hours.1;
    if half && errors.is_empty() {
        errors.add("until", "moderation-work-time-half");
    }
    let ticked = |field: &str| typed.get(field) == "yes";
    match errors.is_empty() {
        true => Ok(Settings {
            on_call: ticked("on_call"),
            hours: hours.0.zip(hours.1),
            digest: ticked("digest"),
        }),
        false => Err(errors),
    }
}

/// The day of which the mail of the morning is due now, if it is the hour for it.
pub fn digest_day(now: DateTime<Utc>) -> Option<NaiveDate> {
    let zone = FixedOffset::east_opt(2 * 3600)?;
    let here = now.with_timezone(&zone);
    (MORNING..NOON).contains(&here.hour()).then(|| here.date_naive())
}

/// The address part by which somebody stops that mail: who, and a digest that only this program can make.
pub fn stop_token(account: AccountId, digest: &[u8]) -> String {
    use base64::Engine;
    let mut bytes = account.0.as_bytes().to_vec();
    bytes.extend_from_slice(&digest[..16]);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// Who stops with this part of an address, if `digest` makes the same of them.
pub fn stopped_by(token: &str, digest: impl FnOnce(AccountId) -> Vec<u8>) -> Option<AccountId> {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token).ok()?;
    let account = AccountId(uuid::Uuid::from_slice(bytes.get(..16)?).ok()?);
    let same = subtle::ConstantTimeEq::ct_eq(&bytes[16..], digest(account).get(..16)?);
    bool::from(same).then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mail_of_the_morning_is_due_from_seven_to_noon_in_south_africa() {
        let at = |text: &str| digest_day(text.parse().unwrap()).map(|d| d.to_string());
        assert_eq!(at("2026-11-24T04:59:59Z"), None);
        assert_eq!(at("2026-11-24T05:00:00Z"), Some("2026-11-24".into()));
        assert_eq!(at("2026-11-24T10:00:00Z"), None);
    }

    #[test]
    fn only_the_link_that_was_made_stops_the_mail() {
        let account = AccountId::new();
        let token = stop_token(account, &[7; 32]);
        assert_eq!(stopped_by(&token, |_| vec![7; 32]), Some(account));
        assert_eq!(stopped_by(&token, |_| vec![8; 32]), None);
        assert_eq!(stopped_by("x", |_| vec![7; 32]), None);
    }

    #[test]
    fn hours_come_in_pairs() {
        let read = |from: &str, until: &str| {
            let fields = [("on_call", "yes"), ("from", from), ("until", until)];
            let fields = fields.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
            settings(&Typed::read(fields)).map(|s| s.hours.is_some()).map_err(|e| e.has("until"))
        };
        assert_eq!(read("", ""), Ok(false));
        assert_eq!(read("18:00", "06:00"), Ok(true));
        assert_eq!(read("18:00", ""), Err(true));
        assert_eq!(read("x", "06:00"), Err(false));
    }
}
