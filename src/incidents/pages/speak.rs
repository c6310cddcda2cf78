//! Taking part in a public report: follow, comment; and for its reporter, when signed in: answer, reopen, make private.
//! The public page itself holds no form, so that it is the same for everybody; these pages hold them, with the token.

use std::time::Duration;

use askama::Template;
use axum::extract::Path;
use http::StatusCode;
use serde::Deserialize;

use super::show::{self, Typed};
use crate::app::App;
use crate::auth::{SignedIn, Viewer};
use crate::error::{Error, Result};
use crate::ids::{IncidentId, SubmissionId};
use crate::incidents::actions::{self, Actor, Follower, MOST_SAID, Proof};
use crate::incidents::model::{ActorKind, Reference, Shown};
use crate::incidents::queries::speak;
use crate::web::form::{FieldErrors, Form, clean};
use crate::web::limits;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use crate::web::security::Sender;

/// Comments and answers of one person.
const COMMENTS: (u64, Duration) = (10, Duration::from_secs(3600));

/// Follows of one person: more than anybody reads in an hour.
const FOLLOWS: (u64, Duration) = (60, Duration::from_secs(3600));

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/incidents/{reference}/follow", Policy::Public, follow_form)
        .post("/{lang}/incidents/{reference}/follow", Policy::Public, follow)
        .get("/{lang}/incidents/{reference}/comment", Policy::SignedIn, comment_form)
        .post("/{lang}/incidents/{reference}/comment", Policy::SignedIn, comment)
        .post("/{lang}/incidents/{reference}/answer", Policy::SignedIn, answer)
        .post("/{lang}/incidents/{reference}/appeal", Policy::SignedIn, appeal)
        .get("/{lang}/incidents/{reference}/private", Policy::SignedIn, private_form)
        .post("/{lang}/incidents/{reference}/private", Policy::SignedIn, private)
}

type Place = Path<(String, String)>;

#[derive(Template)]
#[template(path = "incidents/follow.html")]
struct FollowPage {
    page: Page,
    errors: FieldErrors,
    i: Shown,
    following: bool,
}

#[derive(Template)]
#[template(path = "incidents/comment.html")]
struct CommentPage {
    page: Page,
    errors: FieldErrors,
    i: Shown,
    typed: String,
    submission: SubmissionId,
}

#[derive(Template)]
#[template(path = "incidents/private.html")]
pub struct PrivatePage {
    pub page: Page,
    pub i: Shown,
    /// Where the form is sent.
    pub action: String,
    /// The page of the report for its reporter.
    pub back: String,
}

impl CommentPage {
    fn most_said(&self) -> usize {
        MOST_SAID
    }
}

/// A comment or answer as typed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Said {
    /// The text.
    pub text: String,
    /// The sending it belongs to.
    pub submission: String,
}

impl Said {
    /// The text without what does not belong into it, and what is wrong with it.
    pub fn check(self) -> Typed {
        let text = clean(&self.text, true);
        let mut errors = FieldErrors::default();
        if text.is_empty() {
            errors.add("text", "incidents-say-missing");
        } else if text.chars().count() > MOST_SAID {
            errors.add_n("text", "incidents-say-too-long", MOST_SAID as i64);
        }
        Typed { errors, text, submission: self.submission.parse().ok() }
    }
}

/// What is said about a report.
#[derive(Clone, Copy)]
pub enum Saying {
    /// Something for everybody.
    Comment,
    /// The answer to a question, or that it is not solved.
    Answer,
    /// That it should not have been hidden or refused.
    Appeal,
}

impl Saying {
    /// Stores it, once for a submission.
    pub async fn carry_out(
        self,
        app: &App,
        page: &Page,
        (actor, who): (&Actor, &Proof),
        id: IncidentId,
        typed: &Typed,
    ) -> Result<()> {
        let submission = typed.submission.unwrap_or_else(SubmissionId::new);
        let (lang, text) = (page.lang, typed.text.as_str());
        match self {
            Self::Comment => actions::comment(app, actor, who, id, lang, text, submission).await,
            Self::Answer => actions::answer(app, actor, who, id, lang, text, submission).await,
            Self::Appeal => actions::appeal(app, actor, who, id, lang, text, submission).await,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Follow {
    stop: String,
}

async fn asked(app: &App, page: &Page, typed: &str) -> Result<Shown> {
    let reference = Reference::parse(typed).ok_or(Error::NotFound)?;
    show::find(app, page, &reference).await
}

fn follower(page: &Page, sender: &Sender) -> Follower {
    match &page.viewer {
        Some(viewer) => Follower::Account(viewer.account),
        None => Follower::Device(sender.device.hash()),
    }
}

/// `GET /{lang}/incidents/{reference}/follow`: what following means, and the button.
async fn follow_form(app: App, page: Page, sender: Sender, Path((_, reference)): Place) -> Result {
    let i = asked(&app, &page, &reference).await?;
    let who = follower(&page, &sender);
    let (account, device) = who.columns();
    let following = speak::follows(&app.db, i.id, account, device).await?;
    let errors = FieldErrors::default();
    respond::page(&page, &FollowPage { page: page.clone(), errors, i, following })
}

/// `POST /{lang}/incidents/{reference}/follow`: follows, or stops with `stop`.
async fn follow(
    app: App,
    page: Page,
    sender: Sender,
    Path((_, reference)): Place,
    Form(typed): Form<Follow>,
) -> Result {
    let i = asked(&app, &page, &reference).await?;
    if page.viewer.is_none() && !sender.device.is_known() {
        // Without its cookie this browser would count again each time.
        let mut errors = FieldErrors::default();
        errors.add("follow", "incidents-follow-cookie");
        return respond::again(
            &page,
            &FollowPage { page: page.clone(), errors, i, following: false },
        );
    }
    limits::check(&app, "follow", page.viewer.as_ref(), &sender, FOLLOWS.0, FOLLOWS.1).await?;
    let who = follower(&page, &sender);
    actions::follow(&app, &who, i.id, typed.stop.is_empty()).await?;
    let to = if page.signed_in() { "" } else { "/follow" };
    Ok(respond::see_other(&page.url(&format!("/incidents/{}{to}", i.reference))))
}

/// `GET /{lang}/incidents/{reference}/comment`: the form alone; where people come back to after signing in.
async fn comment_form(app: App, page: Page, _who: SignedIn, Path((_, reference)): Place) -> Result {
    let i = asked(&app, &page, &reference).await?;
    let (errors, submission) = (FieldErrors::default(), SubmissionId::new());
    let typed = String::new();
    respond::page(&page, &CommentPage { page: page.clone(), errors, i, typed, submission })
}

/// `POST /{lang}/incidents/{reference}/comment`: says something for everybody.
async fn comment(
    app: App,
    page: Page,
    SignedIn(viewer): SignedIn,
    sender: Sender,
    Path((_, reference)): Place,
    Form(said): Form<Said>,
) -> Result {
    let i = asked(&app, &page, &reference).await?;
    let Typed { errors, text: typed, submission } = said.check();
    let submission = submission.unwrap_or_else(SubmissionId::new);
    if !errors.is_empty() {
        return respond::again(
            &page,
            &CommentPage { page: page.clone(), errors, i, typed, submission },
        );
    }
    slow_down(&app, &page, &sender).await?;
    let actor = Actor::viewer(&viewer, Some(sender.ip));
    let who = Proof::Account(viewer);
    actions::comment(&app, &actor, &who, i.id, page.lang, &typed, submission).await?;
    Ok(respond::see_other(&page.url(&format!("/incidents/{}#comments", i.reference))))
}

/// Holds somebody who writes very much: [`Error::TooMany`].
pub async fn slow_down(app: &App, page: &Page, sender: &Sender) -> Result<()> {
    limits::check(app, "comment", page.viewer.as_ref(), sender, COMMENTS.0, COMMENTS.1).await
}

/// `POST /{lang}/incidents/{reference}/answer`: its reporter answers a question, or says that it is not solved.
async fn answer(
    app: App,
    page: Page,
    SignedIn(viewer): SignedIn,
    sender: Sender,
    Path((_, reference)): Place,
    Form(said): Form<Said>,
) -> Result {
    let actor = Actor::viewer(&viewer, Some(sender.ip));
    to_staff(&app, &page, &sender, (actor, viewer), &reference, said, Saying::Answer).await
}

/// `POST /{lang}/incidents/{reference}/appeal`: its reporter answers, once, that it was hidden or not taken up.
async fn appeal(
    app: App,
    page: Page,
    SignedIn(viewer): SignedIn,
    sender: Sender,
    Path((_, reference)): Place,
    Form(said): Form<Said>,
) -> Result {
    let actor = Actor { kind: ActorKind::Resident, ..Actor::viewer(&viewer, Some(sender.ip)) };
    to_staff(&app, &page, &sender, (actor, viewer), &reference, said, Saying::Appeal).await
}

/// Words of a reporter who is signed in, to those who work on the report.
async fn to_staff(
    app: &App,
    page: &Page,
    sender: &Sender,
    (actor, viewer): (Actor, Viewer),
    reference: &str,
    said: Said,
    saying: Saying,
) -> Result {
    let i = asked(app, page, reference).await?;
    let typed = said.check();
    if !typed.errors.is_empty() {
        return show::render(app, page, i, typed).await;
    }
    slow_down(app, page, sender).await?;
    saying.carry_out(app, page, (&actor, &Proof::Account(viewer)), i.id, &typed).await?;
    Ok(respond::see_other(&page.url(&format!("/incidents/{}", i.reference))))
}

/// `GET /{lang}/incidents/{reference}/private`: asks its reporter whether they mean it.
async fn private_form(app: App, page: Page, _who: SignedIn, Path((_, reference)): Place) -> Result {
    let i = asked(&app, &page, &reference).await?;
    if !i.mine {
        return Err(Error::NotFound);
    }
    let back = page.url(&format!("/incidents/{}", i.reference));
    let view = PrivatePage { action: format!("{back}/private"), page: page.clone(), back, i };
    respond::html(&page, StatusCode::OK, &view)
}

/// `POST /{lang}/incidents/{reference}/private`: its reporter takes it from public view.
async fn private(
    app: App,
    page: Page,
    SignedIn(viewer): SignedIn,
    sender: Sender,
    Path((_, reference)): Place,
) -> Result {
    let i = asked(&app, &page, &reference).await?;
    let actor = Actor::viewer(&viewer, Some(sender.ip));
    actions::make_private(&app, &actor, &Proof::Account(viewer), i.id).await?;
    Ok(respond::see_other(&page.url(&format!("/incidents/{}", i.reference))))
}
