//! The page of one report, and the short link to it.

use askama::Template;
use axum::extract::{Path, Request};
use axum::response::Response;
use chrono::Utc;
use http::{HeaderValue, StatusCode, header};

use super::home::moved;
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::ids::{MediaId, SubmissionId};
use crate::incidents::actions::MOST_SAID;
use crate::incidents::model::{MAP_HEIGHT, MAP_WIDTH, Nearby, Reference, Shown, Step, timeline};
use crate::incidents::queries::{browse, show};
use crate::web::form::FieldErrors;
use crate::web::page::{Page, guess_lang};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Open reports close by that the page names.
const NEARBY: i64 = 4;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/incidents/{reference}", Policy::Public, page).get(
        "/r/{reference}",
        Policy::Public,
        short,
    )
}

/// What was typed into a form of the page, and what must be mended in it.
#[derive(Default)]
pub struct Typed {
    /// Faults, by field.
    pub errors: FieldErrors,
    /// The text of the comment or answer.
    pub text: String,
    /// The sending it belongs to: kept over a fault.
    pub submission: Option<SubmissionId>,
}

#[derive(Template)]
#[template(path = "incidents/show.html", blocks = ["now"])]
struct ShowPage {
    page: Page,
    i: Shown,
    steps: Vec<Step>,
    nearby: Vec<Nearby>,
    /// Whether the reader's work covers this report.
    staff: bool,
    errors: FieldErrors,
    typed: String,
    submission: SubmissionId,
}

/// What the parts that the public page and the tracking page share need beside the report itself.
impl ShowPage {
    fn photo(&self, id: &MediaId, size: i32) -> String {
        format!("/media/{id}/{size}")
    }

    fn act(&self, what: &str) -> String {
        self.page.url(&format!("/incidents/{}/{what}", self.i.reference))
    }

    /// Address of the stream of this report.
    fn stream(&self) -> String {
        format!("/live/incidents/{}?lang={}", self.i.reference, self.page.lang)
    }

    fn may_be_reopened(&self) -> bool {
        self.i.may_be_reopened(Utc::now())
    }

    fn most_said(&self) -> usize {
        MOST_SAID
    }

    /// The sending of the second form on the page.
    fn fresh(&self) -> SubmissionId {
        SubmissionId::new()
    }

    fn share(&self) -> String {
        format!("{}/r/{}", self.page.origin, self.i.reference)
    }

    /// A link that hands the short address to WhatsApp, which asks to whom it goes.
    fn whatsapp(&self) -> String {
        let text = format!("{} {}", self.i.title, self.share());
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("text", &text)
            .finish();
        format!("https://wa.me/?{query}")
    }

    fn sign_in(&self, what: &str) -> String {
        let next = self.act(what);
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("next", &next)
            .finish();
        self.page.url(&format!("/sign-in?{query}"))
    }

    /// `300 m`, `1,2 km`: never finer than the grid of public places.
    fn away(&self, metres: &i64) -> String {
        let (key, n) = match metres {
            ..1000 => ("incidents-show-metres", (metres / 100 * 100).max(100).to_string()),
            _ => ("incidents-show-kilometres", crate::i18n::decimal(*metres as f64 / 1000.0, 1)),
        };
        self.page.t1(key, "n", n)
    }

    fn map_size(&self) -> (u16, u16) {
        (MAP_WIDTH, MAP_HEIGHT)
    }
}

/// The report with a reference, if this reader may know of it; else exactly what a reference of nothing gives.
pub async fn find(app: &App, page: &Page, reference: &Reference) -> Result<Shown> {
    let (db, reference, lang) = (&app.db, reference.as_str(), page.lang);
    let found = match &page.viewer {
        None => show::public(db, reference, lang).await?,
        Some(v) => {
            show::signed_in(db, reference, lang, v.account, v.is_staff()).await?.filter(|shown| {
                shown.is_public() || shown.mine || v.covers(shown.exact_area, shown.category_id)
            })
        }
    };
    found.ok_or(Error::NotFound)
}

/// `GET /{lang}/incidents/{reference}`: one report. References are read as people type them, and led to the one right address.
async fn page(app: App, page: Page, Path((_, typed)): Path<(String, String)>) -> Result {
    let reference = Reference::parse(&typed).ok_or(Error::NotFound)?;
    if typed != reference.as_str() {
        return Ok(moved(&page.url(&format!("/incidents/{reference}"))));
    }
    let shown = find(&app, &page, &reference).await?;
    render(&app, &page, shown, Typed::default()).await
}

/// The part of the page that changes, as everybody sees it in a language; none when the report is not public.
pub async fn now(app: &App, lang: Lang, reference: &str) -> Result<Option<String>> {
    let page = Page::for_everybody(app, lang, format!("/incidents/{reference}"));
    let Some(shown) = show::public(&app.db, reference, lang).await? else { return Ok(None) };
    // What lies nearby is not in this part.
    let view = view(app, &page, shown, Vec::new(), Typed::default()).await?;
    Ok(Some(view.as_now().render()?))
}

/// The page of a report; with 422 when something typed must be mended.
pub async fn render(app: &App, page: &Page, i: Shown, typed: Typed) -> Result {
    let status =
        if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let nearby = match (i.lon, i.lat) {
        (Some(lon), Some(lat)) if i.map(&page.lang).is_some() => {
            browse::nearby(&app.db, i.id, lon, lat, NEARBY).await?
        }
        _ => Vec::new(),
    };
    respond::html(page, status, &view(app, page, i, nearby, typed).await?)
}

async fn view(
    app: &App,
    page: &Page,
    i: Shown,
    nearby: Vec<Nearby>,
    typed: Typed,
) -> Result<ShowPage> {
    let steps = timeline(&i, &show::past(&app.db, i.id).await?);
    let staff = page.viewer.as_ref().is_some_and(|v| v.covers(i.exact_area, i.category_id));
    let submission = typed.submission.unwrap_or_else(SubmissionId::new);
    Ok(ShowPage {
        page: page.clone(),
        i,
        steps,
        nearby,
        staff,
        errors: typed.errors,
        typed: typed.text,
        submission,
    })
}

/// `GET /r/{reference}`: the short link; leads to the report in the reader's language, whether or not there is one.
async fn short(app: App, Path(typed): Path<String>, request: Request) -> Result {
    let reference = Reference::parse(&typed).ok_or(Error::NotFound)?;
    let (parts, _) = request.into_parts();
    let mut response: Response =
        respond::see_other(&format!("/{}/incidents/{reference}", guess_lang(&parts, &app)));
    *response.status_mut() = StatusCode::FOUND;
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    Ok(response)
}
