//! A form with photos, read as it arrives. Whatever is wrong with a photo, what was typed comes back whole.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};

use super::incoming::{Arriving, Incoming};
use super::{NOT_KEPT, receive, receive_for_library};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::{AccountId, DraftId, MediaId};
use crate::media::model::header::TOO_LARGE;
use crate::media::model::{MOST_BYTES, TextKey};
use crate::web::form;

/// Most bytes typed into one form: 256 KiB, as for forms without photos.
const MOST_TYPED: usize = 256 * 1024;

/// The connection broke or the form is not whole.
const CUT: TextKey = "media-error-cut";

/// A photo that was not taken, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Its name on the phone, shortened; only to be shown to the sender.
    pub name: String,
    /// What to do.
    pub key: TextKey,
}

/// A form with photos.
#[derive(Debug, Default)]
pub struct Sent {
    /// What was typed, in the order of the form.
    pub fields: Vec<(String, String)>,
    /// How many photos were taken into the draft.
    pub taken: usize,
    /// Those taken, with their names.
    pub kept: Vec<(MediaId, String)>,
    /// Photos that were not.
    pub refused: Vec<Refusal>,
}

impl Sent {
    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be sent more than once.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a form and takes its photos into the draft, one after the other. A form that breaks off gives what had arrived.
pub async fn upload(
    app: &App,
    draft: DraftId,
    by: Option<AccountId>,
    form: Multipart,
) -> Result<Sent> {
    read(app, To::Draft(draft, by), form).await
}

/// The same with a picture for the editors' library.
pub async fn upload_for_library(app: &App, by: AccountId, form: Multipart) -> Result<Sent> {
    read(app, To::Library(by), form).await
}

/// Where photos go.
#[derive(Clone, Copy)]
enum To {
    Draft(DraftId, Option<AccountId>),
    Library(AccountId),
}

async fn read(app: &App, to: To, mut form: Multipart) -> Result<Sent> {
    let mut sent = Sent::default();
    let mut typed = 0;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(sent),
            Err(error) => {
                sent.refused.push(Refusal { name: String::new(), key: cut(&error) });
                return Ok(sent);
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(shown) {
            None => match text(field, MOST_TYPED - typed).await {
                Ok(Some(value)) => {
                    typed += value.len();
                    sent.fields.push((name, value));
                }
                Ok(None) => return Err(Error::TooLarge),
                Err(key) => {
                    sent.refused.push(Refusal { name: String::new(), key });
                    return Ok(sent);
                }
            },
            Some(file) => match arrive(app, field).await {
                // A field in which nothing was chosen arrives as a file without name and content.
                Ok((0, _)) if file.is_empty() => {}
                Ok((length, _)) if length > MOST_BYTES => {
                    sent.refused.push(Refusal { name: file, key: TOO_LARGE });
                }
                Ok((_, Err(key))) => sent.refused.push(Refusal { name: file, key }),
                Ok((_, Ok(photo))) => {
                    let received = match to {
                        To::Draft(draft, by) => receive(app, draft, photo, by).await?,
                        To::Library(by) => receive_for_library(app, photo, by).await?,
                    };
                    match received {
                        Ok(media) => {
                            sent.taken += 1;
                            sent.kept.push((media, file));
                        }
                        Err(key) => sent.refused.push(Refusal { name: file, key }),
                    }
                }
                Err(key) => {
                    sent.refused.push(Refusal { name: file, key });
                    return Ok(sent);
                }
            },
        }
    }
}

/// What was typed into a field; none when it is longer than `most`.
async fn text(mut field: Field<'_>, most: usize) -> std::result::Result<Option<String>, TextKey> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|e| cut(&e))? {
        if bytes.len() + chunk.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Reads a file to its end, also when it is not kept: the fields after it are wanted. Length, and the file or why it was not
/// kept; an error means that nothing more comes.
async fn arrive(
    app: &App,
    mut field: Field<'_>,
) -> std::result::Result<(usize, std::result::Result<Incoming, TextKey>), TextKey> {
    let mut arriving = Arriving::new(&app.config.data_dir.join("incoming"));
    let mut kept = Ok(());
    while let Some(chunk) = field.chunk().await.map_err(|e| cut(&e))? {
        if kept.is_ok() {
            kept = arriving.add(&chunk).await;
        }
    }
    let length = arriving.length();
    let done = match kept {
        Ok(()) => arriving.done().await,
        Err(error) => Err(error),
    };
    let done = done.map_err(|error| {
        tracing::error!(cause = %error, "a photo was not kept on its way in");
        NOT_KEPT
    });
    Ok((length, done))
}

/// Why a form broke off: over the limit of its route, or cut.
fn cut(error: &MultipartError) -> TextKey {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE { TOO_LARGE } else { CUT }
}

/// The last part of a file name, fit to be shown.
fn shown(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    form::clean(last, false).chars().take(60).collect()
}
