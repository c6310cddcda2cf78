//! Reporting: drafts kept on the server while a report is written, and the one transaction in which a draft becomes a report.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::history::{Act, Actor, Change};
use crate::app::App;
use crate::categories::{self, Category, Moderation};
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{AccountId, DraftId, IncidentId, SubmissionId, random_token, token_hash};
use crate::incidents::model::report::{NewIncident, PlaceForm, ROUGH_M, Spot};
use crate::incidents::model::{Publication, Reference, Status};
use crate::incidents::queries::report::{self as queries, Draft, NewDraft, Worked};
use crate::jobs::{self, Job};
use crate::media;
use crate::places::{self, Precision, PublicPlace};
use crate::web::security::keyed_digest;

/// Fresh references tried before something must be wrong; one in a million million clashes.
const MOST_REFERENCES: usize = 5;

/// A report that is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// Public reference.
    pub reference: Reference,
    /// Key of the tracking link, `/t/{token}`.
    pub token: String,
}

/// Begins a draft; the key is for the browser alone.
pub async fn begin_draft(
    app: &App,
    lang: Lang,
    account: Option<AccountId>,
) -> Result<(Draft, String)> {
    let key = random_token();
    let new = NewDraft {
        id: DraftId::new(),
        key_hash: &token_hash(&key),
        account,
        submission: SubmissionId::new(),
        lang,
    };
    queries::insert_draft(&app.db, &new).await?;
    let draft = queries::find_draft(&app.db, new.key_hash).await?.ok_or(Error::NotFound)?;
    Ok((draft, key))
}

/// Stores one step of a draft; false when it was sent in the meantime, from another window.
pub async fn save_draft(
    app: &App,
    draft: DraftId,
    lang: Lang,
    account: Option<AccountId>,
    step: Value,
) -> Result<bool> {
    Ok(queries::save_draft(&app.db, draft, lang, account, &step).await?)
}

/// Works out where a report is: what the phone or the map said, else the entry that the words mean, else the suburb.
pub async fn spot(app: &App, lang: Lang, form: &PlaceForm) -> Result<Spot> {
    let suburb = match form.found.or(form.suburb) {
        Some(id) => places::find(&app.db, lang, id).await?,
        None => None,
    };
    let rough = suburb.as_ref().map(|place| (place.point, Some(ROUGH_M)));
    let Some((point, accuracy_m)) = form.point.map(|p| (p, form.accuracy_m)).or(rough) else {
        return Ok(Spot::default());
    };
    let location = places::locate(&app.db, lang, point).await?;
    Ok(Spot {
        point: Some(point),
        accuracy_m,
        name: suburb.map(|place| place.name),
        outside: !location.served,
        near: location.near,
    })
}

/// The key of the tracking link: the same for the same submission, so that a repeat shows the same link. 128 bits.
pub fn tracking_token(app: &App, submission: SubmissionId) -> String {
    let digest = keyed_digest(&app.secret, "track", &[submission.0.as_bytes()]);
    URL_SAFE_NO_PAD.encode(&digest[..16])
}

/// Stores a report with all that belongs to it, in one transaction. The same submission again, even at the same moment,
/// stores nothing and gives the same answer.
pub async fn report(app: &App, new: &NewIncident, actor: &Actor) -> Result<Reported> {
    let token = tracking_token(app, new.submission);
    let mut tx = app.db.begin().await?;
    if let Some(draft) = new.draft {
        let sent = queries::lock_draft(&mut *tx, draft).await?.ok_or(Error::NotFound)?;
        if sent.is_some() {
            return repeated(&mut tx, new.submission, token).await;
        }
    }
    let Some((incident, reference, publication)) = insert(&mut tx, new, actor, &token).await?
    else {
        return repeated(&mut tx, new.submission, token).await;
    };
    queries::insert_contact(&mut *tx, incident, &new.contact, &new.browser, actor.ip).await?;
    if let Some(draft) = new.draft {
        media::attach(&mut tx, draft, incident).await?;
        queries::finish_draft(&mut *tx, draft, incident).await?;
    }
    if let Some(account) = actor.account {
        queries::insert_follower(&mut *tx, incident, account).await?;
    }
    write_history(&mut tx, new, actor, incident, publication).await?;
    announce(&mut tx, &new.category, incident, publication).await?;
    tx.commit().await?;
    Ok(Reported { reference, token })
}

async fn repeated(
    conn: &mut PgConnection,
    submission: SubmissionId,
    token: String,
) -> Result<Reported> {
    let reference = queries::find_by_submission(conn, submission).await?;
    let reference = reference.ok_or(Error::Conflict("error-help-conflict"))?;
    Ok(Reported { reference, token })
}

/// Adds the row; none when the submission is there already.
async fn insert(
    conn: &mut PgConnection,
    new: &NewIncident,
    actor: &Actor,
    token: &str,
) -> Result<Option<(IncidentId, Reference, Publication)>> {
    let (mut area, mut public) = (None, PublicPlace { point: None, area: None });
    if let Some(place) = new.place {
        area = places::locate(&mut *conn, new.lang, place).await?.area;
        public = places::public_place(&mut *conn, place, new.category.precision).await?;
    }
    let public_address = public_address(&mut *conn, new, public).await?;
    let publication = match new.category.moderation {
        Moderation::After => Publication::Public,
        Moderation::Before => Publication::Pending,
    };
    let id = IncidentId::new();
    for _ in 0..MOST_REFERENCES {
        let reference = Reference::random();
        let worked = Worked {
            id,
            reference: &reference,
            public,
            public_address: &public_address,
            area,
            reporter: actor.account,
            tracking_hash: &token_hash(token),
            publication,
        };
        if queries::insert(&mut *conn, new, &worked).await? {
            return Ok(Some((id, reference, publication)));
        }
        if queries::find_by_submission(&mut *conn, new.submission).await?.is_some() {
            return Ok(None);
        }
    }
    Err(Error::Internal(anyhow::anyhow!("{MOST_REFERENCES} references were taken")))
}

/// The place in words that everybody may know: a street only where the grid is as fine as a street, else the suburb. Only
/// words of the gazetteer, never those that somebody typed.
async fn public_address(
    conn: &mut PgConnection,
    new: &NewIncident,
    public: PublicPlace,
) -> Result<String> {
    let fine = new.category.precision.cell_metres().is_some_and(|m| m <= 250.0);
    let chosen = match new.entry.filter(|_| new.category.precision != Precision::Hidden) {
        Some(id) => queries::name_of_place(&mut *conn, id).await?,
        None => None,
    };
    let near = match public.point {
        Some(point) => queries::suburb_near(&mut *conn, point).await?,
        None => None,
    };
    let is_town = |kind: &str| matches!(kind, "town" | "suburb" | "place");
    Ok(match (chosen, near) {
        (Some(chosen), None) if is_town(&chosen.kind) => chosen.name,
        (Some(chosen), Some(near)) if fine && !is_town(&chosen.kind) => {
            format!("{}, {near}", chosen.name)
        }
        (_, near) => near.unwrap_or_default(),
    })
}

/// The first act of the record: its state, from which every later act goes on, and the words of the reporter.
async fn write_history(
    conn: &mut PgConnection,
    new: &NewIncident,
    actor: &Actor,
    incident: IncidentId,
    publication: Publication,
) -> sqlx::Result<()> {
    let state = json!({
        "status": Status::Reported, "publication": publication, "priority": new.category.default_priority,
        "category": new.category.code, "version": 1,
    });
    let place = new.place.map(|p| format!("{} {}", p.lon, p.lat));
    let contact = (!new.contact.is_empty()).then(|| {
        json!({ "name": new.contact.name, "email": new.contact.email, "phone": new.contact.phone }).to_string()
    });
    let personal = [
        ("title", Some(new.title.clone())),
        ("description", Some(new.description.clone())),
        ("address", Some(new.address.clone()).filter(|a| !a.is_empty())),
        ("place", place),
        ("contact", contact),
    ];
    let mut changes = vec![Change::plain("state", None::<String>, Some(state.to_string()))];
    changes.extend(
        personal.into_iter().filter_map(|(field, value)| {
            Some(Change::personal(field, None::<String>, Some(value?)))
        }),
    );
    let act =
        Act { actor, incident, version: 1, kind: "reported", note: "", reverses: None, changes };
    act.write(conn).await?;
    Ok(())
}

/// Says that there is a new report: to listeners, to those on call, and to those who hear of each in its category.
pub(super) async fn announce(
    conn: &mut PgConnection,
    category: &Category,
    incident: IncidentId,
    publication: Publication,
) -> sqlx::Result<()> {
    let data = json!({ "category": category.code, "priority": category.default_priority });
    events::append(&mut *conn, EventKind::Reported, Some(incident), data).await?;
    if publication == Publication::Public {
        events::append(&mut *conn, EventKind::Published, Some(incident), json!({})).await?;
    }
    if category.life_threatening {
        jobs::enqueue(&mut *conn, &Job::AlertLeaders { incident }).await?;
    }
    categories::tell_new(conn, category.id, incident).await
}

/// Removes drafts that expired, and what is known of reporters' devices after 30 days. Photos of drafts go first, through
/// the clean-up of media.
pub async fn clean_up(db: &sqlx::PgPool) -> sqlx::Result<()> {
    queries::delete_expired_drafts(db).await?;
    queries::forget_devices(db).await?;
    Ok(())
}
