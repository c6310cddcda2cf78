//! Covering parts of a photo of a report, and turning it: what `change` does for that wish, and how it is taken back.

use sqlx::PgConnection;

use super::ChangeError;
use crate::error::{Error, Result};
use crate::ids::{IncidentId, MediaId};
use crate::incidents::model::{Refused, Row};
use crate::incidents::queries::change as queries;
use crate::media::{self, Cover};

/// Covers a photo of this report; the row for the history, if that changed anything.
pub async fn set(
    conn: &mut PgConnection,
    id: IncidentId,
    media: MediaId,
    cover: &str,
) -> std::result::Result<Option<Row>, ChangeError> {
    if !queries::has_photo(&mut *conn, id, media).await? {
        return Err(Error::NotFound.into());
    }
    let refused = || ChangeError::from(Refused("photos", "incidents-change-cover"));
    let to: Cover = cover.parse().map_err(|()| refused())?;
    let from = media::cover(conn, media, &to).await.map_err(|e| match e {
        Error::Conflict(_) => refused(),
        other => ChangeError::Other(other),
    })?;
    Ok((from != to).then(|| Row::cover(media, &from.to_string(), cover)))
}

/// Covers a photo again as it was before an act.
pub async fn put_back(conn: &mut PgConnection, photo: &str, was: &str) -> Result<()> {
    let (Ok(photo), Ok(cover)) = (photo.parse(), was.parse()) else { return Ok(()) };
    media::cover(conn, MediaId(photo), &cover).await.map(drop)
}
