//! Writing history: an [`Act`] is what one person does in one transaction; each field it changes is one row. Values that
//! are personal (words a reporter wrote, exact places, contact details) go in as a salted digest; value and salt sit
//! in `history_private`, where they can be erased without breaking the hash chain. The chain itself is linked by the database.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ipnet::IpNet;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::auth::{Role, Viewer};
use crate::ids::{AccountId, ActId, IncidentId};
use crate::incidents::model::ActorKind;

/// Who acts, as history knows it.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account, if there is one.
    pub account: Option<AccountId>,
    /// In what capacity.
    pub kind: ActorKind,
    /// From where; kept as a digest only.
    pub ip: Option<IpNet>,
}

impl Actor {
    /// Somebody without an account.
    pub fn visitor(ip: Option<IpNet>) -> Self {
        Self { account: None, kind: ActorKind::Visitor, ip }
    }

    /// The program itself.
    pub fn system() -> Self {
        Self { account: None, kind: ActorKind::System, ip: None }
    }

    /// Somebody signed in, in the strongest capacity that counts for moderation.
    pub fn viewer(viewer: &Viewer, ip: Option<IpNet>) -> Self {
        let kind = match () {
            () if viewer.is(Role::Leader) => ActorKind::Leader,
            () if viewer.is(Role::Admin) => ActorKind::Admin,
            () if viewer.is(Role::Officer) => ActorKind::Officer,
            () if viewer.is(Role::Editor) => ActorKind::Editor,
            () => ActorKind::Resident,
        };
        Self { account: Some(viewer.account), kind, ip }
    }

    /// A viewer if there is one, else a visitor.
    pub fn who(viewer: Option<&Viewer>, ip: Option<IpNet>) -> Self {
        viewer.map_or_else(|| Self::visitor(ip), |v| Self::viewer(v, ip))
    }
}

/// One changed field. Build with [`Change::plain`] or [`Change::personal`].
#[derive(Clone, Debug)]
pub struct Change {
    field: &'static str,
    old: Option<String>,
    new: Option<String>,
    personal: bool,
    note: Option<String>,
    reverses: Option<uuid::Uuid>,
}

impl Change {
    /// A value that is nobody's: status, priority, category, publication.
    pub fn plain(
        field: &'static str,
        old: Option<impl Into<String>>,
        new: Option<impl Into<String>>,
    ) -> Self {
        Self::new(field, old.map(Into::into), new.map(Into::into), false)
    }

    /// A personal value: words, places, contact details.
    pub fn personal(
        field: &'static str,
        old: Option<impl Into<String>>,
        new: Option<impl Into<String>>,
    ) -> Self {
        Self::new(field, old.map(Into::into), new.map(Into::into), true)
    }

    fn new(field: &'static str, old: Option<String>, new: Option<String>, personal: bool) -> Self {
        Self { field, old, new, personal, note: None, reverses: None }
    }

    /// Name of the field.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// With a text of its own instead of that of the act: two moves of one act may have one each.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(text.into());
        self
    }

    /// Takes back an earlier row.
    pub fn reverses(mut self, row: uuid::Uuid) -> Self {
        self.reverses = Some(row);
        self
    }
}

/// Everything one person does in one transaction to one incident.
pub struct Act<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// To which incident.
    pub incident: IncidentId,
    /// The version the record has after this act.
    pub version: i32,
    /// `reported`, `imported`, `changed`, `commented` or `undo`.
    pub kind: &'static str,
    /// The reason or text given with it; public words only, personal ones belong into a [`Change::personal`].
    pub note: &'a str,
    /// For an undo: the history row it reverses.
    pub reverses: Option<uuid::Uuid>,
    /// The changed fields; an act without any (a comment) leaves one row without a field.
    pub changes: Vec<Change>,
}

impl Act<'_> {
    /// Writes the rows into the caller's transaction, which has locked the incident, and returns the act's id.
    pub async fn write(self, conn: &mut PgConnection) -> sqlx::Result<ActId> {
        let act = ActId::new();
        let ip_digest = self.actor.ip.map(|ip| salted(&act.0.as_bytes()[..], &ip.to_string()));
        let none = Change::new("", None, None, false);
        let changes = if self.changes.is_empty() { vec![none] } else { self.changes };
        let rows: Vec<Row> = changes
            .into_iter()
            .map(|change| {
                let salt: [u8; 16] = rand::random();
                let shown = |value: &Option<String>| match (value, change.personal) {
                    (Some(value), true) => Some(STANDARD_NO_PAD.encode(salted(&salt, value))),
                    (value, _) => value.clone(),
                };
                Row {
                    id: uuid::Uuid::now_v7(),
                    field: change.field,
                    old_shown: shown(&change.old),
                    new_shown: shown(&change.new),
                    note: change.note.unwrap_or_else(|| self.note.to_owned()),
                    reverses: change.reverses.or(self.reverses),
                    salt: change.personal.then(|| STANDARD.encode(salt)),
                    old: change.old.filter(|_| change.personal),
                    new: change.new.filter(|_| change.personal),
                }
            })
            .collect();
        // The rows are linked in the order in which they stand here.
        sqlx::query!(
            r#"with given as materialized (
                 select * from rows from (jsonb_to_recordset($1) as (
                   id uuid, field text, old_shown text, new_shown text, note text, reverses uuid, salt text, old text, new text
                 )) with ordinality as r(id, field, old_shown, new_shown, note, reverses, salt, old, new, place)),
               private as (
                 insert into history_private (history_id, incident_id, salt, old_value, new_value)
                 select id, $2, decode(salt, 'base64'), old, new from given where salt is not null)
               insert into history (id, incident_id, seq, act_id, actor_id, actor_kind, kind, field, old_value, new_value,
                                    note, ip_digest, reverses, version, prev_hash, hash)
               select id, $2, 0, $3, $4, $5, $6, field, old_shown, new_shown, note, $7, reverses, $8, '', ''
               from given order by place"#,
            Json(&rows) as Json<&Vec<Row>>,
            self.incident as IncidentId,
            act as ActId,
            self.actor.account as Option<AccountId>,
            self.actor.kind.as_str(),
            self.kind,
            ip_digest,
            self.version,
        )
        .execute(&mut *conn)
        .await?;
        Ok(act)
    }
}

/// One history row on its way into the database.
#[derive(Serialize)]
struct Row {
    id: uuid::Uuid,
    field: &'static str,
    /// The value, or its digest when it is personal.
    old_shown: Option<String>,
    new_shown: Option<String>,
    note: String,
    reverses: Option<uuid::Uuid>,
    /// Base 64; personal values only, as the values themselves.
    salt: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

fn salted(salt: &[u8], value: &str) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(value.as_bytes()).finalize().to_vec()
}
