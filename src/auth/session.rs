//! Sessions. The PostgreSQL row is the truth about who is signed in and is read on every request that brings a
//! session cookie; the id is kept only as a hash. Redis, when there, holds a copy of the small data of a session
//! (never of the right): losing it signs nobody out, and an old copy restored lets nobody back in.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use chrono::{DateTime, Utc};
use ipnet::IpNet;
use sha2::{Digest, Sha256};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration as CookieDuration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error as StoreError, Result as StoreResult};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use super::seeing::{may_while_seeing, seen};
use super::{Grant, MustSecond, Role, Viewer, program};
use crate::app::App;
use crate::error::Error;
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId};

/// A session ends after this long without a visit, and after 180 days in any case (the statements below say so).
const IDLE_DAYS: i64 = 30;

/// How long Redis may take before the row is read instead.
const REDIS_PATIENCE: Duration = Duration::from_millis(150);

/// Where tower-sessions keeps its records.
#[derive(Clone)]
pub struct Store {
    app: App,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

/// The layer that reads and sets the session cookie.
pub fn layer(app: &App) -> SessionManagerLayer<Store> {
    let secure = app.config.secure();
    SessionManagerLayer::new(Store { app: app.clone() })
        .with_name(if secure { "__Host-naboom" } else { "naboom" })
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(CookieDuration::days(IDLE_DAYS)))
}

fn hash(id: &Id) -> Vec<u8> {
    Sha256::digest(id.to_string().as_bytes()).to_vec()
}

fn backend(error: impl std::fmt::Display) -> StoreError {
    StoreError::Backend(error.to_string())
}

fn expiry(record: &Record) -> DateTime<Utc> {
    DateTime::from_timestamp(record.expiry_date.unix_timestamp(), 0).unwrap_or_default()
}

impl Store {
    fn key(id_hash: &[u8]) -> String {
        use base64::Engine;
        format!(
            "naboom:session:{}",
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(id_hash)
        )
    }

    /// The copy in Redis. It grants nothing: who is signed in is read from the row, by [`load_viewer`].
    async fn copied(&self, id: Id, id_hash: &[u8]) -> Option<Record> {
        let mut redis = self.app.redis.clone()?;
        let mut both = redis::pipe();
        both.cmd("GET").arg(Self::key(id_hash)).cmd("EXPIRETIME").arg(Self::key(id_hash));
        let read = both.query_async::<(Option<String>, i64)>(&mut redis);
        let (json, expires) = tokio::time::timeout(REDIS_PATIENCE, read).await.ok()?.ok()?;
        Some(Record {
            id,
            data: serde_json::from_str(&json?).ok()?,
            expiry_date: OffsetDateTime::from_unix_timestamp(expires).ok()?,
        })
    }

    async fn copy(&self, id_hash: &[u8], record: Option<&Record>) {
        let Some(mut redis) = self.app.redis.clone() else { return };
        let mut command = redis::cmd(if record.is_some() { "SET" } else { "DEL" });
        command.arg(Self::key(id_hash));
        if let Some(record) = record {
            let Ok(json) = serde_json::to_string(&record.data) else { return };
            command.arg(json).arg("EXAT").arg(record.expiry_date.unix_timestamp());
        }
        let sent = command.query_async::<()>(&mut redis);
        if !matches!(tokio::time::timeout(REDIS_PATIENCE, sent).await, Ok(Ok(()))) {
            tracing::warn!("a session was not copied to redis");
        }
    }
}

#[async_trait::async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> StoreResult<()> {
        loop {
            let id_hash = hash(&record.id);
            let data = serde_json::to_value(&record.data).map_err(backend)?;
            let made = sqlx::query!(
                "insert into sessions (id_hash, data, expires_at) values ($1, $2, $3) on conflict do nothing",
                id_hash,
                data,
                expiry(record),
            )
            .execute(&self.app.db)
            .await
            .map_err(backend)?;
            if made.rows_affected() == 1 {
                self.copy(&id_hash, Some(record)).await;
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> StoreResult<()> {
        let id_hash = hash(&record.id);
        let data = serde_json::to_value(&record.data).map_err(backend)?;
        // Only an existing row: a session that was revoked meanwhile stays revoked.
        let saved = sqlx::query!(
            "update sessions set data = $2, expires_at = $3, seen_at = clock_timestamp() where id_hash = $1",
            id_hash,
            data,
            expiry(record),
        )
        .execute(&self.app.db)
        .await
        .map_err(backend)?;
        self.copy(&id_hash, (saved.rows_affected() == 1).then_some(record)).await;
        Ok(())
    }

    async fn load(&self, id: &Id) -> StoreResult<Option<Record>> {
        let id_hash = hash(id);
        if let Some(record) = self.copied(*id, &id_hash).await {
            return Ok(Some(record));
        }
        let row = sqlx::query!(
            "select data, expires_at from sessions where id_hash = $1 and expires_at > clock_timestamp()",
            id_hash,
        )
        .fetch_optional(&self.app.db)
        .await
        .map_err(backend)?;
        let Some(row) = row else { return Ok(None) };
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp()).map_err(backend)?;
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_value(row.data).map_err(backend)?,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> StoreResult<()> {
        let id_hash = hash(id);
        sqlx::query!("delete from sessions where id_hash = $1", id_hash)
            .execute(&self.app.db)
            .await
            .map_err(backend)?;
        self.copy(&id_hash, None).await;
        Ok(())
    }
}

/// Puts the [`Viewer`] of a request into its extensions. Fails closed: while the database is away nobody is signed in,
/// and a request that brings a session gets 503 rather than a page for strangers.
pub async fn load_viewer(
    State(app): State<App>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    let path = request.uri().path();
    if let Some(key) = program::shown(path, request.headers()) {
        let Some(viewer) = program::viewer(&app, key).await? else {
            return Ok(program::refused());
        };
        request.extensions_mut().insert(viewer);
        request.extensions_mut().insert(program::ByKey);
        return Ok(next.run(request).await);
    }
    if let Some(id) = session.id().filter(|_| !path.starts_with("/static/")) {
        let id_hash = hash(&id);
        if let Some((viewer, rested, must_second)) = viewer(&app, &id_hash).await? {
            // The cookie is only renewed on pages, which no cache keeps for somebody signed in.
            let first = path.split('/').nth(1).unwrap_or("");
            if rested && first.parse::<Lang>().is_ok() {
                touch(&session).await;
            }
            if viewer.seen_as.is_some() && !may_while_seeing(request.method(), path) {
                return Err(Error::Conflict("accounts-view-as-read-only"));
            }
            if must_second {
                request.extensions_mut().insert(MustSecond);
            }
            request.extensions_mut().insert(viewer);
        }
    }
    Ok(next.run(request).await)
}

/// Marks a visit: the session and its cookie live on from now.
async fn touch(session: &Session) {
    if let Err(error) = session.insert("seen", Utc::now().timestamp()).await {
        tracing::warn!(cause = %error, "a visit was not noted");
    }
}

/// Who is signed in under this id; whether the last visit was noted more than an hour ago; whether roles were left out
/// because they wait for a second step.
async fn viewer(app: &App, id_hash: &[u8]) -> Result<Option<(Viewer, bool, bool)>, Error> {
    let rows = sqlx::query!(
        r#"select a.id as "account: AccountId", a.name, a.lang as "lang: Lang", a.may_publish,
                  s.seen_at < clock_timestamp() - interval '1 hour' as "rested!", s.second_at is not null as "second!",
                  coalesce((select (data->>'second_factor')::boolean from site_settings), false) as "wanted!",
                  coalesce(s.as_since > clock_timestamp() - interval '1 hour', false) as "seeing!",
                  s.as_account as "as_account: AccountId", s.as_role as "as_role: Role",
                  r.role as "role?: Role", r.areas as "areas?: Vec<AreaId>", r.categories as "categories?: Vec<CategoryId>"
           from sessions s
           join accounts a on a.id = s.account_id and a.disabled_at is null
           left join account_roles r on r.account_id = a.id
           where s.id_hash = $1 and s.expires_at > clock_timestamp()
             and (a.totp_since is null or s.second_at is not null)
             and s.created_at > clock_timestamp() - interval '180 days'"#,
        id_hash,
    )
    .fetch_all(&app.db)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let rested = first.rested;
    let mut viewer = Viewer {
        account: first.account,
        name: first.name.clone(),
        lang: first.lang,
        grants: Vec::new(),
        may_publish: first.may_publish,
        session: id_hash.to_vec(),
        seen_as: None,
    };
    let seeing = first.seeing.then_some((first.as_account, first.as_role));
    let wanted = first.wanted && !first.second;
    viewer.grants.extend(
        rows.into_iter().filter_map(|row| Grant::stored(row.role, row.areas, row.categories)),
    );
    let must = wanted && viewer.grants.iter().any(|grant| grant.role != Role::Resident);
    if must {
        viewer.grants.retain(|grant| grant.role == Role::Resident);
    }
    let whole = |g: &Grant| g.role == Role::Admin && g.areas.is_empty() && g.categories.is_empty();
    if let Some((account, role)) = seeing.filter(|_| !must && viewer.grants.iter().any(whole))
        && let Some((seen_as, grants)) = seen(app, account, role).await?
    {
        viewer.grants = grants;
        viewer.seen_as = Some(seen_as);
    }
    Ok(Some((viewer, rested, must)))
}

/// Signs an account in on this browser, under a new session id. `browser` is a short kind ("Chrome, Android").
pub async fn sign_in(
    app: &App,
    session: &Session,
    account: AccountId,
    browser: &str,
    ip: Option<IpNet>,
) -> Result<(), Error> {
    let signed_in = start(app, session, account, None, browser, ip).await?;
    if signed_in { Ok(()) } else { Err(Error::Forbidden) }
}

/// The same, if the account still has the password hash against which the password was checked; false if it was changed
/// or the account disabled in between.
pub async fn sign_in_with(
    app: &App,
    session: &Session,
    account: AccountId,
    password_hash: &str,
    browser: &str,
    ip: Option<IpNet>,
) -> Result<bool, Error> {
    start(app, session, account, Some(password_hash), browser, ip).await
}

/// The account row is locked while its session is made: whoever disables it or changes its password waits, and then ends
/// this session too; or was first, and then no session is made.
async fn start(
    app: &App,
    session: &Session,
    account: AccountId,
    password_hash: Option<&str>,
    browser: &str,
    ip: Option<IpNet>,
) -> Result<bool, Error> {
    let fault = |e: tower_sessions::session::Error| Error::Unavailable(e.to_string());
    session.cycle_id().await.map_err(fault)?;
    session.insert("account", account).await.map_err(fault)?;
    session.save().await.map_err(fault)?;
    let id = session.id().ok_or_else(|| Error::Unavailable("the session has no id".into()))?;
    let mut tx = app.db.begin().await?;
    let current = sqlx::query_scalar!(
        "select password_hash from accounts where id = $1 and disabled_at is null for share",
        account as AccountId,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let may = current.is_some_and(|current| password_hash.is_none_or(|known| known == current));
    if may {
        let made = sqlx::query!(
            "update sessions set account_id = $2, browser = $3, ip = $4 where id_hash = $1",
            hash(&id),
            account as AccountId,
            browser,
            ip as Option<IpNet>,
        )
        .execute(&mut *tx)
        .await?;
        if made.rows_affected() != 1 {
            return Err(Error::Unavailable("the session went away while it was made".into()));
        }
    }
    tx.commit().await?;
    if !may {
        sign_out(session).await?;
    }
    Ok(may)
}

/// The account of this browser's session while its second step is still to be taken.
pub async fn half_signed(app: &App, session: &Session) -> Result<Option<AccountId>, Error> {
    let Some(id) = session.id() else { return Ok(None) };
    let account = sqlx::query_scalar!(
        r#"select a.id as "account: AccountId" from sessions s
           join accounts a on a.id = s.account_id and a.disabled_at is null and a.totp_since is not null
           where s.id_hash = $1 and s.second_at is null and s.expires_at > clock_timestamp()
             and s.created_at > clock_timestamp() - interval '1 hour'"#,
        hash(&id),
    )
    .fetch_optional(&app.db)
    .await?;
    Ok(account)
}

/// Notes that the session with this hash, or the one of this browser, took the second step.
pub async fn pass_second(db: impl sqlx::PgExecutor<'_>, id_hash: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("update sessions set second_at = clock_timestamp() where id_hash = $1", id_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// What is kept of a session's id.
pub fn session_hash(session: &Session) -> Vec<u8> {
    session.id().map(|id| hash(&id)).unwrap_or_default()
}

/// Ends the session of this browser for good.
pub async fn sign_out(session: &Session) -> Result<(), Error> {
    session.flush().await.map_err(|e| Error::Unavailable(e.to_string()))
}

/// One place where an account is signed in.
pub struct SessionRow {
    /// Hash of the session id; also the name under which it is revoked.
    pub id_hash: Vec<u8>,
    /// Kind of browser, in words.
    pub browser: String,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub seen_at: DateTime<Utc>,
}

/// Where an account is signed in, latest first.
pub async fn sessions_of(
    db: impl sqlx::PgExecutor<'_>,
    account: AccountId,
) -> sqlx::Result<Vec<SessionRow>> {
    sqlx::query_as!(
        SessionRow,
        "select id_hash, browser, created_at, seen_at from sessions
         where account_id = $1 and expires_at > clock_timestamp()
           and created_at > clock_timestamp() - interval '180 days'
         order by seen_at desc limit 100",
        account as AccountId,
    )
    .fetch_all(db)
    .await
}

/// Which of these sessions and keys (by hash) still let somebody in, and whether as staff: for streams, which outlive their
/// request.
pub async fn still(
    db: impl sqlx::PgExecutor<'_>,
    id_hashes: &[Vec<u8>],
) -> sqlx::Result<Vec<(Vec<u8>, bool)>> {
    let rows = sqlx::query!(
        r#"with wanted as (
             select coalesce((select (data->>'second_factor')::boolean from site_settings), false) as second)
           select s.id_hash as "hash!",
                  (exists (select from account_roles r
                           where r.account_id = a.id and r.role in ('leader', 'officer', 'admin'))
                   and (s.second_at is not null or not (select second from wanted))
                   and coalesce(s.as_since <= clock_timestamp() - interval '1 hour', true)) as "staff!"
           from sessions s
           join accounts a on a.id = s.account_id and a.disabled_at is null
           where s.id_hash = any($1) and s.expires_at > clock_timestamp()
             and (a.totp_since is null or s.second_at is not null)
             and s.created_at > clock_timestamp() - interval '180 days'
           union all
           select k.hash,
                  exists (select from account_roles r
                          where r.account_id = a.id and r.role in ('leader', 'officer', 'admin'))
                  and (a.totp_since is not null or not (select second from wanted))
           from program_keys k
           join accounts a on a.id = k.account_id and a.disabled_at is null
           where k.hash = any($1) and k.revoked_at is null and k.expires_at > clock_timestamp()"#,
        id_hashes,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.hash, row.staff)).collect())
}

/// Ends one session of an account; how many ended: 0 or 1.
pub async fn revoke(
    db: impl sqlx::PgExecutor<'_>,
    account: AccountId,
    id_hash: &[u8],
) -> sqlx::Result<u64> {
    let ended = sqlx::query!(
        "delete from sessions where account_id = $1 and id_hash = $2",
        account as AccountId,
        id_hash,
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected())
}

/// Ends all sessions of an account but `keep`, and all keys of its programs: on a changed password, on disabling, on changed
/// rights, on demand. Where the account changes too, call it after that change and in the same transaction: see
/// [`sign_in_with`].
pub async fn revoke_all(
    db: impl sqlx::PgExecutor<'_>,
    account: AccountId,
    keep: Option<&[u8]>,
) -> sqlx::Result<u64> {
    let ended = sqlx::query!(
        "with keys as (
           update program_keys set revoked_at = clock_timestamp() where account_id = $1 and revoked_at is null)
         delete from sessions where account_id = $1 and ($2::bytea is null or id_hash <> $2)",
        account as AccountId,
        keep,
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected())
}

/// Removes sessions that have ended, and those that no account was ever put into; how many went.
pub async fn clean_up(db: impl sqlx::PgExecutor<'_>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from sessions
         where expires_at < clock_timestamp() or created_at < clock_timestamp() - interval '180 days'
            or (account_id is null and created_at < clock_timestamp() - interval '1 day')",
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}
