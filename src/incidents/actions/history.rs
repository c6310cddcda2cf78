//! Writing history: an [`Act`] is what one person does in one transaction; each field it changes is one row. Values that
//! are personal (words a reporter wrote, exact places, contact details) go in as a salted digest; value and salt sit
//! in `history_private`, where they can be erased without breaking the hash chain. The chain itself is linked by the database.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ipnet::IpNet;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

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
        for change in changes {
            let id = uuid::Uuid::now_v7();
            let salt: [u8; 16] = rand::random();
            let shown = |value: &Option<String>| match (value, change.personal) {
                (Some(value), true) => Some(STANDARD_NO_PAD.encode(salted(&salt, value))),
                (value, _) => value.clone(),
            };
            sqlx::query!(
                "insert into history (id, incident_id, seq, act_id, actor_id, actor_kind, kind, field, old_value, new_value,
                                      note, ip_digest, reverses, version, prev_hash, hash)
                 values ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '')",
                id,
                self.incident as IncidentId,
                act as ActId,
                self.actor.account as Option<AccountId>,
                self.actor.kind.as_str(),
                self.kind,
                change.field,
                shown(&change.old),
                shown(&change.new),
                change.note.as_deref().unwrap_or(self.note),
                ip_digest,
                change.reverses.or(self.reverses),
                self.version,
            )
            .execute(&mut *conn)
            .await?;
            if change.personal {
                sqlx::query!(
                    "insert into history_private (history_id, incident_id, salt, old_value, new_value)
                     values ($1, $2, $3, $4, $5)",
                    id,
                    self.incident as IncidentId,
                    &salt[..],
                    change.old,
                    change.new,
                )
                .execute(&mut *conn)
                .await?;
            }
        }
        Ok(act)
    }
}

fn salted(salt: &[u8], value: &str) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(value.as_bytes()).finalize().to_vec()
}
