//! People as admins see them: found by name, address or number; roles with their limits; disabled or not.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::actions::{self, Saved};
use super::model::{InviteForm, Login, RolesForm, has_limits};
use super::queries::{self, AreaRow, CategoryRow, Event, Person, Search};
use crate::app::App;
use crate::auth::{self, Admin, Role};
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::ids::AccountId;
use crate::web::form::{FieldErrors, Form, clean};
use crate::web::page::Page;
use crate::web::paging::{PAGE, Paged};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/people", Policy::Admin, list)
        .get("/{lang}/admin/people/invite", Policy::Admin, invite)
        .post("/{lang}/admin/people/invite", Policy::Admin, do_invite)
        .post("/{lang}/admin/people/{id}/second", Policy::Admin, second)
        .get("/{lang}/admin/people/{id}", Policy::Admin, show)
        .post("/{lang}/admin/people/{id}/roles", Policy::Admin, roles)
        .post("/{lang}/admin/people/{id}/access", Policy::Admin, access)
        .post("/{lang}/admin/people/{id}/publishing", Policy::Admin, publishing)
}

/// The list as asked for in the address.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
    role: String,
    state: String,
    before: String,
}

impl Asked {
    fn search(&self) -> Search {
        // A number is stored in one form, and typed in many.
        let text = clean(&self.q, false);
        let number = text.parse::<Login>().ok().and_then(|l| l.phone().map(str::to_owned));
        Search {
            text: number.unwrap_or(text),
            role: self.role.parse().ok(),
            disabled: match self.state.as_str() {
                "disabled" => Some(true),
                "active" => Some(false),
                _ => None,
            },
            before: self.before.parse().ok(),
            most: PAGE + 1,
        }
    }

    fn address(&self, page: &Page, before: Option<i64>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &self.q), ("role", &self.role), ("state", &self.state)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        page.url(&format!("/admin/people?{}", query.finish()))
    }
}

#[derive(Template)]
#[template(path = "accounts/people.html")]
struct ListPage {
    page: Page,
    errors: FieldErrors,
    asked: Asked,
    people: Vec<Person>,
    roles: Vec<(&'static str, String)>,
    states: Vec<(&'static str, String)>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /{lang}/admin/people`: people, latest first.
async fn list(app: App, page: Page, _who: Admin, Query(asked): Query<Asked>) -> Result {
    let people = queries::people(&app.db, &asked.search()).await?;
    let people = Paged::new(people, PAGE, |person| person.number);
    let roles = Role::ALL.map(|role| (role.as_str(), page.t(&format!("accounts-role-{role}"))));
    let states = ["active", "disabled"];
    let states = states.map(|state| (state, page.t(&format!("accounts-people-{state}"))));
    let shown = ListPage {
        page: page.clone(),
        errors: FieldErrors::default(),
        people: people.items,
        roles: roles.into(),
        states: states.into(),
        first: (!asked.before.is_empty()).then(|| asked.address(&page, None)),
        next: people.next.map(|before| asked.address(&page, Some(before))),
        asked,
    };
    respond::page(&page, &shown)
}

/// A role in the form of one person.
struct RoleChoice {
    role: Role,
    name: String,
    help: String,
    limits: bool,
    /// Cannot be changed here: everybody is a resident, and nobody takes the last way in from themselves.
    fixed: bool,
}

#[derive(Template)]
#[template(path = "accounts/person.html")]
struct PersonPage {
    page: Page,
    errors: FieldErrors,
    person: Person,
    own: bool,
    typed: RolesForm,
    reason: String,
    choices: Vec<RoleChoice>,
    areas: Vec<AreaRow>,
    categories: Vec<CategoryRow>,
    sessions: usize,
    /// Whether their sign-in has a second step.
    second: bool,
    events: Vec<Event>,
    done: bool,
}

impl PersonPage {
    async fn of(
        app: &App,
        page: &Page,
        who: &Admin,
        id: AccountId,
        (typed, reason): (Option<RolesForm>, String),
        errors: FieldErrors,
    ) -> Result<Self> {
        let mut db = app.db.acquire().await?;
        let person = queries::person(&mut *db, id).await?.ok_or(Error::NotFound)?;
        let grants = queries::grants(&mut *db, id).await?;
        let own = id == who.account;
        let stored = RolesForm::of(&grants);
        // Shown again after somebody else's change, it may be saved over that: the admin has been told.
        let typed = typed.map(|typed| RolesForm { seen: stored.seen.clone(), ..typed });
        let choice = |role: Role| RoleChoice {
            role,
            name: page.t(&format!("accounts-role-{role}")),
            help: page.t(&format!("accounts-role-help-{role}")),
            limits: has_limits(role),
            fixed: role == Role::Resident || (role == Role::Admin && own),
        };
        Ok(Self {
            page: page.clone(),
            errors,
            person,
            own,
            typed: typed.unwrap_or(stored),
            reason,
            choices: Role::ALL.map(choice).into(),
            areas: queries::areas(&mut *db, page.lang).await?,
            categories: queries::categories(&mut *db, page.lang).await?,
            second: queries::second(&mut *db, id).await?.is_some_and(|second| second.on),
            sessions: auth::sessions_of(&mut *db, id).await?.len(),
            events: queries::events(&mut *db, id).await?,
            done: page.path.ends_with("?done=saved"),
        })
    }

    /// Whether a role of this person could publish.
    fn moderates(&self) -> bool {
        let staff = [Role::Leader, Role::Officer, Role::Admin];
        self.person.roles.iter().any(|role| staff.contains(role))
    }

    /// Whether the person administers: nobody looks at the site as another administrator.
    fn is_admin(&self) -> bool {
        self.typed.has(&Role::Admin)
    }

    /// More about an event: the reason, or the roles before and after.
    fn more(&self, event: &Event) -> String {
        let text = |key: &str| event.detail.get(key).and_then(|v| v.as_str()).unwrap_or("");
        let roles = |key: &str| {
            let role = |line: &str| line.split(':').next().and_then(|r| r.parse::<Role>().ok());
            let mut roles: Vec<Role> = text(key).split(';').filter_map(role).collect();
            roles.sort();
            let names = roles.iter().map(|role| self.page.t(&format!("accounts-role-{role}")));
            names.collect::<Vec<_>>().join(", ")
        };
        match event.kind.as_str() {
            "roles_changed" => format!("{} → {}", roles("old"), roles("new")),
            "signed_in" => text("browser").to_owned(),
            "viewed_as" | "viewed_as_ended" => {
                let role =
                    [text("old"), text("new")].into_iter().find_map(|r| r.parse::<Role>().ok());
                role.map(|r| self.page.t(&format!("accounts-role-{r}"))).unwrap_or_default()
            }
            _ => text("reason").to_owned(),
        }
    }
}

/// `GET /{lang}/admin/people/{id}`: one person.
async fn show(app: App, page: Page, who: Admin, Path((_, id)): Path<(String, String)>) -> Result {
    let stored = (None, String::new());
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let shown = PersonPage::of(&app, &page, &who, id, stored, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/people/{id}/roles`: gives these roles; the person's sessions end.
async fn roles(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let form = RolesForm::read(&fields);
    let mut errors = FieldErrors::default();
    match actions::change_roles(&app, &who, id, &form).await? {
        Saved::Stored => return Ok(saved(&page, id)),
        Saved::Stale => errors.add("roles", "accounts-person-stale"),
        Saved::Own => errors.add("roles", "accounts-person-own-role"),
    }
    let typed = (Some(form), String::new());
    respond::again(&page, &PersonPage::of(&app, &page, &who, id, typed, errors).await?)
}

#[derive(Template)]
#[template(path = "accounts/invite.html")]
struct InvitePage {
    page: Page,
    errors: FieldErrors,
    typed: InviteForm,
    langs: Vec<(&'static str, &'static str)>,
    roles: Vec<(Role, String, String)>,
}

impl InvitePage {
    fn new(page: &Page, typed: InviteForm, errors: FieldErrors) -> Self {
        let word = |role: &Role| {
            let name = page.t(&format!("accounts-role-{role}"));
            (*role, name, page.t(&format!("accounts-role-help-{role}")))
        };
        Self {
            page: page.clone(),
            errors,
            typed,
            langs: Lang::all().map(|l| (l.code(), l.name())).collect(),
            roles: Role::ALL.iter().filter(|r| **r != Role::Resident).map(word).collect(),
        }
    }
}

/// `GET /{lang}/admin/people/invite`: an empty invitation.
async fn invite(page: Page, _who: Admin) -> Result {
    let typed = InviteForm::read(&[], page.lang);
    respond::page(&page, &InvitePage::new(&page, typed, FieldErrors::default()))
}

/// `POST /{lang}/admin/people/invite`: mails a link that opens an account with these roles.
async fn do_invite(
    app: App,
    page: Page,
    who: Admin,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result {
    let form = InviteForm::read(&fields, page.lang);
    let errors = match form.check() {
        Ok(login) => match actions::invite(&app, &who, &form, &login).await? {
            Some(id) => return Ok(saved(&page, id)),
            None => {
                let mut errors = FieldErrors::default();
                errors.add("email", "accounts-invite-taken");
                errors
            }
        },
        Err(errors) => errors,
    };
    respond::again(&page, &InvitePage::new(&page, form, errors))
}

/// `POST /{lang}/admin/people/{id}/second`: takes the second step away from somebody who lost phone and codes.
async fn second(app: App, page: Page, who: Admin, Path((_, id)): Path<(String, String)>) -> Result {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    actions::reset_second(&app, &who, id).await?;
    Ok(saved(&page, id))
}

/// `POST /{lang}/admin/people/{id}/publishing`: gives the right to publish, or takes it.
async fn publishing(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let may = fields.iter().any(|(name, value)| name == "publish" && value == "yes");
    actions::change_publishing(&app, &who, id, may).await?;
    Ok(saved(&page, id))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Access {
    disabled: String,
    reason: String,
}

/// `POST /{lang}/admin/people/{id}/access`: disables the account, or enables it; its sessions end at once.
async fn access(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(typed): Form<Access>,
) -> Result {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let disabled = typed.disabled == "yes";
    let reason = clean(&typed.reason, false);
    let mut errors = FieldErrors::default();
    if disabled && reason.is_empty() {
        errors.add("reason", "accounts-person-reason-missing");
    } else if reason.chars().count() > 200 {
        errors.add_n("reason", "accounts-person-reason-long", 200);
    } else {
        match actions::change_access(&app, &who, id, disabled, &reason).await? {
            Saved::Stored | Saved::Stale => return Ok(saved(&page, id)),
            Saved::Own => errors.add("reason", "accounts-person-own-access"),
        }
    }
    let shown = PersonPage::of(&app, &page, &who, id, (None, reason), errors).await?;
    respond::again(&page, &shown)
}

fn saved(page: &Page, id: AccountId) -> axum::response::Response {
    respond::see_other(&page.url(&format!("/admin/people/{id}?done=saved")))
}
