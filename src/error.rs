//! What can go wrong while answering a request. A handler says *what* happened; one outer layer
//! (`web::errors`) renders it as page, fragment or JSON in the reader's language and logs it once.
//! A form filled in wrongly is not an error: it is the page again, with 422.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

/// The result of a handler.
pub type Result<T = Response> = std::result::Result<T, Error>;

/// An exceptional answer. Text keys name entries of `locales/*/common.ftl`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there, or nothing this person may know of: both answer alike.
    #[error("not found")]
    NotFound,
    /// The person must sign in first; pages lead to the sign-in form and back.
    #[error("sign in first")]
    SignIn,
    /// Signed in, but without the right.
    #[error("forbidden")]
    Forbidden,
    /// The record changed, or a rule forbids this now; the key says which.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// The request cannot be understood; the key says what to do.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// Too much at once from one sender.
    #[error("too many requests")]
    TooMany,
    /// The body is larger than this address takes.
    #[error("too large")]
    TooLarge,
    /// A service this answer needs is away; trying again later helps.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error(transparent)]
    Internal(anyhow::Error),
}

impl Error {
    /// The HTTP status of this error.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// What the rendering layer needs to know; carried in the response extensions.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The status again, so that the layer need not trust a rewritten one.
    pub status: StatusCode,
    /// Text key of what happened, when more is known than the status.
    pub key: Option<&'static str>,
    /// For the log only; never shown.
    pub cause: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let key = match &self {
            Self::Conflict(key) | Self::BadRequest(key) => Some(*key),
            _ => None,
        };
        let cause = match &self {
            Self::Internal(error) => Some(format!("{error:#}")),
            Self::Unavailable(what) => Some(what.clone()),
            _ => None,
        };
        let status = self.status();
        let mut response = status.into_response();
        response.extensions_mut().insert(Facts { status, key, cause });
        response
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            // 57P01..57P03: the server stops or starts; 53300: out of connections; 57014: statement timeout;
            // 08xxx: the connection broke.
            sqlx::Error::Database(db)
                if db.code().is_some_and(|c| {
                    matches!(&*c, "57P01" | "57P02" | "57P03" | "53300" | "57014")
                        || c.starts_with("08")
                }) =>
            {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<sqlx::Error>() {
            Ok(error) => error.into(),
            Err(error) => Self::Internal(error),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}
