//! Step 4, how to reach the reporter. All of it may stay empty.

use askama::Template;
use axum_extra::extract::Query;
use serde::Deserialize;
use serde_json::json;

use super::{Asked, Begun, switched};
use crate::app::App;
use crate::error::Result;
use crate::incidents::model::report::ContactForm;
use crate::incidents::queries::report as queries;
use crate::web::form::{FieldErrors, Form, clean};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

#[derive(Template)]
#[template(path = "incidents/report_contact.html")]
struct ContactPage {
    page: Page,
    errors: FieldErrors,
    typed: ContactForm,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    name: String,
    email: String,
    phone: String,
    _lang: String,
}

/// `GET /{lang}/report/contact`: may we reach you? Filled in from the account, if there is one.
pub(super) async fn form(app: App, page: Page, Query(asked): Query<Asked>, begun: Begun) -> Result {
    let draft = match begun.at_step(&page) {
        Ok(draft) => draft,
        Err(instead) => return Ok(instead),
    };
    let mut typed = draft.form.contact.clone();
    if !typed.done
        && typed.is_empty()
        && let Some(account) = begun.account
    {
        typed = queries::contact_of(&app.db, account).await?.unwrap_or_default();
    }
    let errors = match asked.mend {
        Some(_) => typed.check(),
        None => FieldErrors::default(),
    };
    let shown = ContactPage { page, errors, typed };
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}

/// `POST /{lang}/report/contact`: kept apart from the report; only those who work on it see it.
pub(super) async fn save(
    app: App,
    page: Page,
    sender: Sender,
    begun: Begun,
    Form(sent): Form<Sent>,
) -> Result {
    let pen = begun.or_begin(&app, &page, &sender).await?;
    let text = |text: &str| clean(text, false);
    let mut form = pen.draft.form.clone();
    form.contact = ContactForm {
        name: text(&sent.name),
        email: text(&sent.email),
        phone: text(&sent.phone),
        done: false,
    };
    let lang = switched(&sent._lang);
    let errors = form.contact.check();
    form.contact.done = lang.is_none() && errors.is_empty();
    let to = lang.map_or_else(|| pen.next(&page, &form), |lang| page.in_lang(&lang));
    let saved = pen.save(&app, &page, json!({ "contact": form.contact }), &to).await?;
    if lang.is_some() || errors.is_empty() {
        return Ok(saved);
    }
    let shown = ContactPage { page, errors, typed: form.contact };
    Ok(pen.keep(&app, respond::secret(respond::again(&shown.page, &shown)?)))
}
