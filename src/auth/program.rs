//! Keys of programs: `Authorization: Bearer …` on streams and sockets. A key stands for the person who made it, with the rights
//! of this moment, and can only read. It counts nowhere else.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Grant, Role, Viewer};
use crate::app::App;
use crate::error::Error;
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, token_hash};

/// The person behind a program that showed a key; none for everybody else, browsers included.
pub struct Program(pub Option<Viewer>);

/// Marks a request that showed a key.
#[derive(Clone)]
pub(super) struct ByKey;

impl FromRequestParts<App> for Program {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        let by_key = parts.extensions.get::<ByKey>().is_some();
        Ok(Self(parts.extensions.get::<Viewer>().filter(|_| by_key).cloned()))
    }
}

/// The key that a request for a stream or a socket shows.
pub(super) fn shown<'a>(path: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    if !path.starts_with("/live/") && !path.starts_with("/ws/") {
        return None;
    }
    let (scheme, key) =
        headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ').unwrap_or_default();
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}

/// The answer to a key that is not good, or not any more.
pub(super) fn refused() -> Response {
    let mut response = (StatusCode::UNAUTHORIZED, "this key is not good\n").into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static("Bearer error=\"invalid_token\""),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whose key it is. Where the site wants a second step of staff, roles count only for people who have one.
pub(super) async fn viewer(app: &App, key: &str) -> Result<Option<Viewer>, Error> {
    let hash = token_hash(key);
    let rows = sqlx::query!(
        r#"with used as (
             update program_keys set used_at = clock_timestamp()
             where hash = $1 and (used_at is null or used_at < clock_timestamp() - interval '10 minutes'))
           select a.id as "account: AccountId", a.name, a.lang as "lang: Lang",
                  a.totp_since is not null
                    or not coalesce((select (data->>'second_factor')::boolean from site_settings), false) as "roles!",
                  r.role as "role?: Role", r.areas as "areas?: Vec<AreaId>", r.categories as "categories?: Vec<CategoryId>"
           from program_keys k
           join accounts a on a.id = k.account_id and a.disabled_at is null
           left join account_roles r on r.account_id = a.id
           where k.hash = $1 and k.revoked_at is null and k.expires_at > clock_timestamp()"#,
        hash,
    )
    .fetch_all(&app.db)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let roles = first.roles;
    let mut viewer = Viewer {
        account: first.account,
        name: first.name.clone(),
        lang: first.lang,
        grants: Vec::new(),
        // Programs read; nothing is published with a key.
        may_publish: false,
        session: hash,
        seen_as: None,
    };
    viewer.grants.extend(
        rows.into_iter().filter_map(|row| Grant::stored(row.role, row.areas, row.categories)),
    );
    viewer.grants.retain(|grant| roles || grant.role == Role::Resident);
    Ok(Some(viewer))
}
