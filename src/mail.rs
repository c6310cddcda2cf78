//! Mail: sent through SMTP when configured, else written as a file into `mail/` of the data folder, where
//! the development page shows it. Subjects and addresses with line breaks are refused.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::Context;
use lettre::message::Mailbox;
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
        anyhow::ensure!(!message.subject.contains(['\r', '\n']), "a subject is one line");
        let letter = Letter::builder()
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
}
