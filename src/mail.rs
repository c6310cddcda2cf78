//! Mail: sent through SMTP when configured, else written as a file into `mail/` of the data folder, where
//! the development page shows it. Subjects and addresses with line breaks are refused.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use lettre::message::Mailbox;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::transport::file::AsyncFileTransport;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor};

use crate::config::Config;

/// One mail in plain text.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Address of the receiver.
    pub to: String,
    /// Subject line, one line.
    pub subject: String,
    /// Body, plain text.
    pub text: String,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
    List(Arc<Mutex<Vec<Message>>>),
}

/// A header that lettre does not know: plain words in one line.
macro_rules! header {
    ($name:ident, $word:literal) => {
        #[derive(Clone)]
        struct $name(String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($word)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
            }
        }
    };
}
header!(ListUnsubscribe, "List-Unsubscribe");
header!(ListUnsubscribePost, "List-Unsubscribe-Post");

/// The door for outgoing mail. Cheap to clone.
#[derive(Clone)]
pub struct Mail {
    from: Mailbox,
    way: Way,
}

impl Mail {
    /// SMTP if `SMTP_URL` is set, else the folder `mail/` in the data folder.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let from = config.mail_from.parse().context("NABOOM_MAIL_FROM is not a mail address")?;
        let way = match &config.smtp_url {
            Some(url) => Way::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())
                    .context("SMTP_URL is not understood")?
                    .build(),
            ),
            None => Way::Folder(config.data_dir.join("mail")),
        };
        Ok(Self { from, way })
    }

    /// Keeps mail in a list, for tests.
    pub fn list() -> (Self, Arc<Mutex<Vec<Message>>>) {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let from = "Naboom <naboom@localhost>".parse().expect("a constant");
        (Self { from, way: Way::List(sent.clone()) }, sent)
    }

    /// The folder that holds the mail, when it is not really sent.
    pub fn folder(&self) -> Option<&PathBuf> {
        match &self.way {
            Way::Folder(folder) => Some(folder),
            _ => None,
        }
    }

    /// Hands one mail over; an error means it may be tried again.
    pub async fn send(&self, message: Message) -> anyhow::Result<()> {
        self.send_with(message, None).await
    }

    /// The same for mail that comes again: `stop` is an address where it stops with one POST, without signing in. Mail
    /// programs make a button of it (RFC 8058).
    pub async fn send_stoppable(&self, message: Message, stop: &str) -> anyhow::Result<()> {
        self.send_with(message, Some(stop)).await
    }

    async fn send_with(&self, message: Message, stop: Option<&str>) -> anyhow::Result<()> {
        anyhow::ensure!(!message.subject.contains(['\r', '\n']), "a subject is one line");
        let mut letter = Letter::builder();
        if let Some(stop) = stop {
            letter = letter
                .header(ListUnsubscribe(format!("<{stop}>")))
                .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
        }
        let letter = letter
            .from(self.from.clone())
            .to(message.to.parse().context("not a mail address")?)
            .subject(&message.subject)
            .header(lettre::message::header::ContentType::TEXT_PLAIN)
            .body(message.text.clone())?;
        match &self.way {
            Way::Smtp(smtp) => {
                smtp.send(letter).await?;
            }
            Way::Folder(folder) => {
                tokio::fs::create_dir_all(folder).await?;
                AsyncFileTransport::<Tokio1Executor>::new(folder).send(letter).await?;
            }
            Way::List(sent) => sent.lock().expect("no panic while sending").push(message),
        }
        Ok(())
    }

    /// The newest mail in the folder, newest first; none when mail is really sent.
    pub async fn newest(&self, most: usize) -> std::io::Result<Vec<Stored>> {
        let Some(folder) = self.folder().cloned() else { return Ok(Vec::new()) };
        let read = move || {
            let entries = match std::fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error),
            };
            let mut files: Vec<(SystemTime, PathBuf)> = entries
                .filter_map(Result::ok)
                .filter(|entry| entry.path().extension().is_some_and(|e| e == "eml"))
                .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
                .collect();
            files.sort_by(|a, b| b.cmp(a));
            let stored = files.into_iter().take(most).filter_map(|(at, path)| {
                Some(Stored::read(&String::from_utf8_lossy(&std::fs::read(path).ok()?), at.into()))
            });
            Ok(stored.collect())
        };
        tokio::task::spawn_blocking(read).await.map_err(std::io::Error::other)?
    }
}

/// A mail of ours, read back from its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Receiver, subject and body.
    pub message: Message,
}

impl Stored {
    /// Reads a file as lettre writes it: one part, plain text in UTF-8.
    fn read(file: &str, at: DateTime<Utc>) -> Self {
        let file = file.replace("\r\n", "\n");
        let (head, body) = file.split_once("\n\n").unwrap_or((&file, ""));
        // A header goes on in the next line when that begins with a blank.
        let head = head.replace("\n ", " ").replace("\n\t", " ");
        let header = |name: &str| {
            head.lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(n, _)| n.eq_ignore_ascii_case(name))
                .map_or("", |(_, value)| value.trim())
        };
        let bytes = match header("content-transfer-encoding").to_ascii_lowercase().as_str() {
            "quoted-printable" => unquote(body),
            "base64" => STANDARD.decode(body.replace('\n', "")).unwrap_or_default(),
            _ => body.as_bytes().to_vec(),
        };
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim_end().to_owned();
        let message =
            Message { to: header("to").to_owned(), subject: words(header("subject")), text };
        Self { at, message }
    }
}

/// Quoted-printable: `=C3=AB` are bytes, `=` at the end of a line joins it with the next.
fn unquote(text: &str) -> Vec<u8> {
    let text = text.replace("=\n", "");
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        match byte {
            b'=' => {
                if let (Some(high), Some(low)) = (digit(), digit()) {
                    out.push((high * 16 + low) as u8);
                }
            }
            byte => out.push(byte),
        }
    }
    out
}

/// A header whose words may be encoded: `=?utf-8?b?...?=`, one after the other.
fn words(header: &str) -> String {
    let mut out = String::new();
    let mut rest = header;
    while let Some((plain, more)) = rest.split_once("=?") {
        // The blank between two encoded words is not part of the text.
        if out.is_empty() || !plain.trim().is_empty() {
            out.push_str(plain);
        }
        let mut parts = more.splitn(3, '?').skip(1);
        let (Some(kind), Some(data)) = (parts.next(), parts.next()) else { break };
        let (data, after) = data.split_once("?=").unwrap_or((data, ""));
        let bytes = match kind {
            "b" | "B" => STANDARD.decode(data).unwrap_or_default(),
            _ => unquote(&data.replace('_', " ")),
        };
        out.push_str(&String::from_utf8_lossy(&bytes));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn mail_in_the_folder_reads_back_as_it_was_sent() {
        let folder = tempfile::tempdir().unwrap();
        let values = [("NABOOM_DATA_DIR", folder.path().to_str().unwrap())];
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mail = Mail::new(&Config::from_map(&values.into()).unwrap()).unwrap();
        assert_eq!(mail.newest(50).await.unwrap(), []);
        let long = "Die brandweer het ’n rëen van vrae: ".repeat(10);
        for (subject, text) in [
            ("Plain", "One line".to_owned()),
            (
                "Bevestig jou e-posadres by Naboom: ’n skakel wat sewe dae lank werk",
                format!("Môre\n\n{long}\n=3D=\nhttp://x/en/verify/a=b\nTotsiens"),
            ),
            ("Ünïcödé ŵørðs óñłý ħérê ţøô ƀę ŝůŕê", "ëêïôöûáéíóúýèàùÉÊ".repeat(20)),
        ] {
            let message = Message { to: "anna@example.org".into(), subject: subject.into(), text };
            mail.send(message.clone()).await.unwrap();
            let stored = mail.newest(50).await.unwrap();
            assert!(stored.iter().any(|s| s.message == message), "{stored:?}");
        }
        assert_eq!(mail.newest(2).await.unwrap().len(), 2);
    }

    #[tokio::test]
    async fn mail_that_comes_again_says_where_it_stops() {
        let folder = tempfile::tempdir().unwrap();
        let values = [("NABOOM_DATA_DIR", folder.path().to_str().unwrap())];
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mail = Mail::new(&Config::from_map(&values.into()).unwrap()).unwrap();
        let (to, subject) = ("anna@example.org".to_owned(), "Môre".to_owned());
        let message = Message { to, subject, text: "x".into() };
        let stop = format!("https://naboom.example/stop/{}", "a".repeat(43));
        mail.send_stoppable(message, &stop).await.unwrap();
        let file = std::fs::read_dir(folder.path().join("mail")).unwrap().next().unwrap().unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert!(text.contains(&format!("List-Unsubscribe: <{stop}>\r\n")), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
    }
}
