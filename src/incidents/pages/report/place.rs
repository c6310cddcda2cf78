//! Step 2, where it is: in words and by suburb; by the phone's own place; by a tap on the drawn map.

use askama::Template;
use axum_extra::extract::Query;
use serde_json::json;

use super::{Asked, Begun, switched};
use crate::app::App;
use crate::categories::{self, Category};
use crate::error::Result;
use crate::incidents::actions;
use crate::incidents::model::report::{LONGEST_PLACE, PlaceForm, PlaceSent, Spot, Step};
use crate::places::{self, MapView, Mark, Place, Point};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

/// Entries of the gazetteer to choose from at most.
const MOST_FOUND: i64 = 6;

/// An entry further than this from the suburb chosen is another place of the same name, degrees: about 10 km.
const FAR: f64 = 0.1;

#[derive(Template)]
#[template(path = "incidents/report_where.html")]
struct WherePage {
    page: Page,
    errors: FieldErrors,
    category: Category,
    typed: PlaceForm,
    spot: Spot,
    suburbs: Vec<(String, String)>,
    map: Option<MapView>,
    marks: Vec<Mark>,
    resume: String,
}

#[derive(Template)]
#[template(path = "incidents/report_choose.html")]
struct ChoosePage {
    page: Page,
    typed: PlaceForm,
    found: Vec<Place>,
}

/// `GET /{lang}/report/where`: where is it? With `?choose` which of the places of that name.
pub(super) async fn form(app: App, page: Page, Query(asked): Query<Asked>, begun: Begun) -> Result {
    let draft = match begun.at_step(&page) {
        Ok(draft) => draft,
        Err(instead) => return Ok(instead),
    };
    let typed = draft.form.place.clone();
    if asked.choose.is_some() {
        let found = search(&app, &page, &typed).await?;
        let shown = ChoosePage { page, typed, found };
        return Ok(respond::secret(respond::page(&shown.page, &shown)?));
    }
    let Some(category) = categories::find(&app.db, page.lang, &draft.form.category).await? else {
        return Ok(super::to(&page, Step::What));
    };
    let spot = actions::spot(&app, page.lang, &typed).await?;
    let errors = match asked.mend {
        Some(_) => mend(&typed, &spot, &category),
        None => FieldErrors::default(),
    };
    let shown = where_page(&app, page, &begun, typed, (category, spot), errors).await?;
    Ok(respond::draws_map(respond::secret(respond::page(&shown.page, &shown)?)))
}

/// `POST /{lang}/report/where`: the place is given, the map moved or tapped.
pub(super) async fn save(
    app: App,
    page: Page,
    sender: Sender,
    begun: Begun,
    Form(sent): Form<PlaceSent>,
) -> Result {
    let resume = begun.key.clone();
    let pen = begun.or_begin(&app, &page, &sender).await?;
    let mut form = pen.draft.form.clone();
    let middle = middle(&app, &page, &sent).await?;
    form.place.take(&sent, middle);
    let lang = switched(&sent._lang);
    let spot = actions::spot(&app, page.lang, &form.place).await?;
    let category = categories::find(&app.db, page.lang, &form.category).await?;
    let mut errors = category.as_ref().map(|c| mend(&form.place, &spot, c)).unwrap_or_default();
    if !suburb_is_known(&app, &page, &form.place).await? {
        form.place.suburb = None;
        errors.add("suburb", "incidents-report-suburb-unknown");
    }
    let stays = sent.is_map() || lang.is_some();
    let choose = !stays && errors.is_empty() && look_up(&app, &page, &mut form.place).await?;
    form.place.done = !stays && !choose && errors.is_empty();
    let to = match lang {
        Some(lang) => page.in_lang(&lang),
        None if sent.is_map() => page.url("/report/where#map"),
        None if choose => page.url("/report/where?choose=1"),
        None => pen.next(&page, &form),
    };
    let saved = pen.save(&app, &page, json!({ "place": form.place }), &to).await?;
    match category {
        Some(category) if !stays && !errors.is_empty() => {
            let begun = Begun { key: resume, draft: Some(pen.draft.clone()), account: pen.account };
            let shown =
                where_page(&app, page, &begun, form.place, (category, spot), errors).await?;
            let again = respond::draws_map(respond::again(&shown.page, &shown)?);
            Ok(pen.keep(&app, again))
        }
        _ => Ok(saved),
    }
}

/// What must be mended: the form's own faults, and a place outside for a category that stays inside.
fn mend(place: &PlaceForm, spot: &Spot, category: &Category) -> FieldErrors {
    let mut errors = place.check();
    if spot.outside && !category.accepts_outside {
        errors.add("place", "incidents-report-place-outside");
    }
    errors
}

/// Whether the gazetteer holds the suburb (still); nothing chosen is as good.
async fn suburb_is_known(app: &App, page: &Page, place: &PlaceForm) -> Result<bool> {
    let Some(suburb) = place.suburb else { return Ok(true) };
    Ok(places::find(&app.db, page.lang, suburb).await?.is_some())
}

/// Looks the words up once. Whether the reporter must say which entry is meant.
async fn look_up(app: &App, page: &Page, place: &mut PlaceForm) -> Result<bool> {
    if !place.wants_search() {
        return Ok(false);
    }
    let found = search(app, page, place).await?;
    match found.as_slice() {
        [] => {}
        [one] if one.name.to_lowercase() == place.words.to_lowercase() => {
            place.found = Some(one.id)
        }
        _ => return Ok(true),
    }
    place.asked.clone_from(&place.words);
    Ok(false)
}

/// Entries of the gazetteer like the words, near the suburb if one was chosen.
async fn search(app: &App, page: &Page, place: &PlaceForm) -> Result<Vec<Place>> {
    let mut found = places::search(&app.db, page.lang, &place.words, MOST_FOUND).await?;
    if let Some(suburb) = place.suburb
        && let Some(suburb) = places::find(&app.db, page.lang, suburb).await?
    {
        let near = |a: f64, b: f64| (a - b).abs() < FAR;
        found.retain(|p| {
            p.id != suburb.id
                && near(p.point.lon, suburb.point.lon)
                && near(p.point.lat, suburb.point.lat)
        });
    }
    Ok(found)
}

/// Where a map opens that was not open: the suburb chosen, else the town.
async fn middle(app: &App, page: &Page, sent: &PlaceSent) -> Result<Point> {
    let town = MapView::town().center;
    let Ok(suburb) = sent.suburb.parse() else { return Ok(town) };
    Ok(places::find(&app.db, page.lang, suburb).await?.map_or(town, |p| p.point))
}

async fn where_page(
    app: &App,
    page: Page,
    begun: &Begun,
    typed: PlaceForm,
    (category, spot): (Category, Spot),
    errors: FieldErrors,
) -> Result<WherePage> {
    let suburbs = places::suburbs(&app.db, page.lang).await?;
    let suburbs = suburbs.into_iter().map(|p| (p.id.to_string(), p.name)).collect();
    let radius_m = typed.accuracy_m.map_or(0.0, f64::from);
    let marks = typed.point.map(|point| Mark { point, radius_m }).into_iter().collect();
    let (map, resume) = (typed.view(), begun.resume_link(&page));
    Ok(WherePage { page, errors, category, typed, spot, suburbs, map, marks, resume })
}

impl WherePage {
    /// Longest text in characters.
    fn most(&self) -> usize {
        LONGEST_PLACE
    }

    /// Where a moving map begins: longitude and latitude.
    fn start(&self) -> String {
        let at = self.spot.point.unwrap_or(MapView::town().center);
        format!("{:.6},{:.6}", at.lon, at.lat)
    }

    /// The suburb chosen, for the list.
    fn suburb(&self) -> String {
        self.typed.suburb.map(|id| id.to_string()).unwrap_or_default()
    }

    /// Latitude, longitude and metres for the hidden fields, while the phone gave the place.
    fn fix(&self) -> (String, String, String) {
        match self.typed.point.filter(|_| self.typed.by_device) {
            Some(p) => (p.lat.to_string(), p.lon.to_string(), self.metres()),
            None => Default::default(),
        }
    }

    /// How exact the phone says it is, whole metres; empty if it does not say.
    fn metres(&self) -> String {
        self.typed.accuracy_m.map(|m| format!("{:.0}", m.ceil())).unwrap_or_default()
    }
}
