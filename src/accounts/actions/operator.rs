//! What the operator does from the command line. Nobody is signed in there, so acts carry no actor.

use anyhow::{Context, bail, ensure};
use serde_json::json;

use super::people::{set_access, store_grants};
use super::reset::replace;
use crate::accounts::model::{Login, check_name, check_password, spoken_password};
use crate::accounts::queries::{self, Known, Person, Row, Search};
use crate::app::App;
use crate::auth::{self, Grant, Role};
use crate::i18n::Lang;
use crate::ids::AccountId;
use crate::web::form::FieldErrors;

/// The people of a demonstration: one for each role.
const DEMO: [(Role, &str, &str, &str); 5] = [
    (Role::Resident, "resident@demo.naboom.example", "Lerato Mokoena", "en"),
    (Role::Leader, "leader@demo.naboom.example", "Pieter van Wyk", "af"),
    (Role::Officer, "officer@demo.naboom.example", "Sipho Nkosi", "en"),
    (Role::Editor, "editor@demo.naboom.example", "Anna Botha", "af"),
    (Role::Admin, "admin@demo.naboom.example", "Naledi Khumalo", "en"),
];

/// Adds an account that may sign in at once, with these roles for the whole town, and returns its password: the one
/// given, or a random one.
pub async fn add(
    app: &App,
    login: &str,
    name: &str,
    lang: Lang,
    roles: &[Role],
    password: Option<String>,
) -> anyhow::Result<(AccountId, String)> {
    let login: Login = login.parse().context("give an e-mail address or a phone number")?;
    let mut errors = FieldErrors::default();
    let name = check_name(&mut errors, name);
    if let Some(line) = errors.lines(&Lang::EN).first() {
        bail!("{}", line.text);
    }
    let password = choose(password, &[login.as_str(), &name])?;
    let hash = auth::hash_password(password.clone()).await?;
    let id = AccountId::new();
    let row = Row { id, login: &login, name: &name, lang, password_hash: &hash, confirmed: true };
    let mut tx = app.db.begin().await?;
    ensure!(queries::insert(&mut *tx, &row).await?, "{login} has an account already");
    queries::insert_event(&mut *tx, id, None, "added", json!({})).await?;
    store_grants(&mut tx, id, &[], &whole_town(roles), None, None).await?;
    tx.commit().await?;
    Ok((id, password))
}

/// Gives an account a new password, the one given or a random one, and returns it; its sessions and the links that were
/// mailed to it end. The second step stays.
pub async fn set_password(
    app: &App,
    login: &str,
    password: Option<String>,
) -> anyhow::Result<String> {
    let person = find(app, login).await?;
    let password = choose(password, &[login, &person.name])?;
    let hash = auth::hash_password(password.clone()).await?;
    let mut tx = app.db.begin().await?;
    let done = replace(app, &mut tx, person.id, &hash, None, "password_changed").await?;
    ensure!(done, "{login} is disabled: enable the account first");
    tx.commit().await?;
    Ok(password)
}

/// The password given, if it is good enough, else a random one.
fn choose(password: Option<String>, personal: &[&str]) -> anyhow::Result<String> {
    let Some(password) = password else { return Ok(spoken_password(4)) };
    let mut errors = FieldErrors::default();
    check_password(&mut errors, "password", &password, personal);
    match errors.lines(&Lang::EN).first() {
        Some(line) => bail!("{}", line.text),
        None => Ok(password),
    }
}

/// Gives an account these roles for the whole town, in place of those it has; its sessions end.
pub async fn set_roles(app: &App, login: &str, roles: &[Role]) -> anyhow::Result<()> {
    let account = find(app, login).await?.id;
    let mut tx = app.db.begin().await?;
    queries::lock_rights(&mut *tx).await?;
    let before = queries::grants(&mut *tx, account).await?;
    store_grants(&mut tx, account, &before, &whole_town(roles), None, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Disables an account, or enables it again; its sessions end at once.
pub async fn disable(app: &App, login: &str, disabled: bool) -> anyhow::Result<()> {
    let account = find(app, login).await?.id;
    let mut tx = app.db.begin().await?;
    set_access(&mut tx, account, disabled, None, "").await?;
    tx.commit().await?;
    Ok(())
}

/// The accounts with a role, or all: latest first, at most 1 000.
pub async fn list(app: &App, role: Option<Role>) -> anyhow::Result<Vec<Person>> {
    Ok(queries::people(&app.db, &Search { role, most: 1_000, ..Search::default() }).await?)
}

/// Makes the demo people, or gives those that are there fresh passwords; (role, e-mail address, password) of each.
/// Refused where anybody but this machine could reach them.
pub async fn demo(app: &App) -> anyhow::Result<Vec<(Role, String, String)>> {
    ensure!(
        app.config.is_local(),
        "demo people are made only where the site listens on loopback and has no other name"
    );
    let mut made = Vec::new();
    for (role, email, name, lang) in DEMO {
        let password = spoken_password(3);
        let hash = auth::hash_password(password.clone()).await?;
        let login = Login::Email(email.to_owned());
        let (id, lang) = (AccountId::new(), lang.parse()?);
        let row = Row { id, login: &login, name, lang, password_hash: &hash, confirmed: true };
        let mut tx = app.db.begin().await?;
        queries::insert(&mut *tx, &row).await?;
        let known = queries::find_by_login(&mut *tx, &login).await?.context("just made")?;
        queries::set_disabled(&mut *tx, known.id, false).await?;
        queries::set_password(&mut *tx, known.id, &hash).await?;
        let before = queries::grants(&mut *tx, known.id).await?;
        store_grants(&mut tx, known.id, &before, &whole_town(&[role]), None, None).await?;
        tx.commit().await?;
        made.push((role, email.to_owned(), password));
    }
    Ok(made)
}

/// Everybody is a resident; a list of roles without limits.
fn whole_town(roles: &[Role]) -> Vec<Grant> {
    let mut roles: Vec<Role> = roles.iter().copied().chain([Role::Resident]).collect();
    roles.sort();
    roles.dedup();
    roles
        .into_iter()
        .map(|role| Grant { role, areas: Vec::new(), categories: Vec::new() })
        .collect()
}

async fn find(app: &App, login: &str) -> anyhow::Result<Known> {
    let login: Login = login.parse().context("give an e-mail address or a phone number")?;
    queries::find_by_login(&app.db, &login)
        .await?
        .with_context(|| format!("{login} has no account"))
}
