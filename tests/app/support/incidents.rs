//! Reports that are already there when a test begins.

use naboom::ids::{CategoryId, IncidentId, SubmissionId};
use naboom::incidents::actions::{Act, Actor, Change};

use super::TestApp;

/// A report being put there. Without more it is public, in English, about a water leak in Naboomspruit, and new.
pub struct NewIncident<'a> {
    app: &'a TestApp,
    title: String,
    description: String,
    category: &'static str,
    status: &'static str,
    publication: &'static str,
    priority: &'static str,
    lang: &'static str,
    place: (f64, f64),
}

/// A report as a test needs it.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Its row.
    pub id: IncidentId,
    /// As people write it: `NB-XXXX-XXXX`.
    pub reference: String,
    /// As it was written.
    pub title: String,
}

impl<'a> NewIncident<'a> {
    pub(super) fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            title: "Water pipe leaking".into(),
            description: "Clean water has been running down the road since this morning.".into(),
            category: "water",
            status: "reported",
            publication: "public",
            priority: "medium",
            lang: "en",
            place: (28.712, -24.5205),
        }
    }

    /// With this title.
    pub fn title(mut self, title: &str) -> Self {
        self.title = title.into();
        self
    }

    /// With this description.
    pub fn description(mut self, description: &str) -> Self {
        self.description = description.into();
        self
    }

    /// In the category with this code.
    pub fn category(mut self, code: &'static str) -> Self {
        self.category = code;
        self
    }

    /// In this status, as the database writes it: `in_progress`.
    pub fn status(mut self, status: &'static str) -> Self {
        self.status = status;
        self
    }

    /// In this state of publication: `pending`.
    pub fn publication(mut self, publication: &'static str) -> Self {
        self.publication = publication;
        self
    }

    /// With this priority: `high`.
    pub fn priority(mut self, priority: &'static str) -> Self {
        self.priority = priority;
        self
    }

    /// Written in this language: `af`.
    pub fn lang(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    /// At this longitude and latitude.
    pub fn at(mut self, longitude: f64, latitude: f64) -> Self {
        self.place = (longitude, latitude);
        self
    }

    /// Puts it there.
    pub async fn create(self) -> Incident {
        let category = self.app.category(self.category).await;
        let id = IncidentId::new();
        let reference = reference();
        sqlx::query(
            "insert into incidents
               (id, reference, submission_id, title, description, lang, category_id, precision_level, place,
                public_place, publication, status, priority)
             values ($1, $2, $3, $4, $5, $6, $7, 'm100', st_setsrid(st_makepoint($8, $9), 4326),
                st_setsrid(st_makepoint(round($8::numeric, 3), round($9::numeric, 3)), 4326),
                $10::publication, $11::incident_status, $12::priority)",
        )
        .bind(id)
        .bind(&reference)
        .bind(SubmissionId::new())
        .bind(&self.title)
        .bind(&self.description)
        .bind(self.lang)
        .bind(category)
        .bind(self.place.0)
        .bind(self.place.1)
        .bind(self.publication)
        .bind(self.status)
        .bind(self.priority)
        .execute(&self.app.app.db)
        .await
        .expect("the report is put there");
        self.begin_history(id).await;
        Incident { id, reference, title: self.title }
    }
}

impl NewIncident<'_> {
    /// The first row of its history, as an import writes it: replaying starts there.
    async fn begin_history(&self, id: IncidentId) {
        let state = serde_json::json!({
            "status": self.status, "publication": self.publication, "priority": self.priority,
            "category": self.category, "version": 1,
        });
        let act = Act {
            actor: &Actor::system(),
            incident: id,
            version: 1,
            kind: "imported",
            note: "test",
            reverses: None,
            changes: vec![Change::plain("state", None::<String>, Some(state.to_string()))],
        };
        let mut conn = self.app.app.db.acquire().await.expect("a connection");
        act.write(&mut conn).await.expect("history begins");
    }
}

/// A reference in the right form, check character and all.
fn reference() -> String {
    naboom::incidents::Reference::random().to_string()
}

impl TestApp {
    /// The category with this code; a plain one is made when the test's database has none.
    pub async fn category(&self, code: &str) -> CategoryId {
        sqlx::query(
            "with made as (
               insert into categories (id, code) values ($1, $2) on conflict (code) do nothing returning id)
             insert into category_texts (category_id, lang, name)
             select made.id, lang, initcap($2) || ' (' || lang || ')' from made, unnest(array['en', 'af']) lang",
        )
        .bind(CategoryId::new())
        .bind(code)
        .execute(&self.app.db)
        .await
        .expect("the category is made");
        sqlx::query_scalar("select id from categories where code = $1")
            .bind(code)
            .fetch_one(&self.app.db)
            .await
            .expect("the category is there")
    }
}
