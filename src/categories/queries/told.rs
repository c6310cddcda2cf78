//! Who hears of each new report in a category.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::auth::Role;
use crate::categories::model::ToldForm;
use crate::i18n::Lang;
use crate::ids::{AreaId, CategoryId, IncidentId};

/// What is set; none: nothing ever was.
pub async fn told(db: impl PgExecutor<'_>, category: CategoryId) -> sqlx::Result<Option<ToldForm>> {
    sqlx::query_as!(
        ToldForm,
        r#"select roles as "roles: Vec<Role>", addresses, lang as "lang: Lang", version
           from category_told where category_id = $1"#,
        category as CategoryId,
    )
    .fetch_optional(db)
    .await
}

/// Stores who hears of it.
pub async fn set_told(
    db: impl PgExecutor<'_>,
    category: CategoryId,
    form: &ToldForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into category_told (category_id, roles, addresses, lang) values ($1, $2, $3, $4)
         on conflict (category_id) do update
         set roles = excluded.roles, addresses = excluded.addresses, lang = excluded.lang, version = category_told.version + 1",
        category as CategoryId,
        &form.roles as &[Role],
        &form.addresses,
        form.lang as Lang,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A new report as those hear of it who are told.
pub struct News {
    /// What the public calls it.
    pub reference: String,
    /// Its category.
    pub category: CategoryId,
    /// Where, for the limits of people.
    pub area: Option<AreaId>,
    /// The place as the public may know it; empty if it may not.
    pub public_address: String,
    /// When.
    pub reported_at: DateTime<Utc>,
}

/// The report, while nobody has looked at it yet.
pub async fn news(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<Option<News>> {
    sqlx::query_as!(
        News,
        r#"select reference, category_id as "category: CategoryId", area_id as "area: AreaId", public_address, reported_at
           from incidents where id = $1"#,
        incident as IncidentId,
    )
    .fetch_optional(db)
    .await
}

/// Somebody to tell.
pub struct Listener {
    /// Where to.
    pub email: String,
    /// In which language.
    pub lang: Lang,
    /// Whether they work on reports here, and not only hear of them.
    pub staff: bool,
}

/// Everybody who is told of a report in this category and area, staff first. Leaders and administrators are left out where
/// lives are in danger: they are alerted already.
pub async fn listeners(
    db: impl PgExecutor<'_>,
    category: CategoryId,
    area: Option<AreaId>,
) -> sqlx::Result<Vec<Listener>> {
    sqlx::query_as!(
        Listener,
        r#"with t as (
             select t.*, c.life_threatening from category_told t join categories c on c.id = t.category_id
             where t.category_id = $1)
           select email as "email!", lang as "lang!: Lang", staff as "staff!" from (
             select a.email::text as email, a.lang, true as staff
             from t, accounts a
             where a.email is not null and a.disabled_at is null and exists (
               select from account_roles r where r.account_id = a.id and r.role = any (t.roles)
                 and not (t.life_threatening and r.role in ('leader', 'admin'))
                 and (cardinality(r.areas) = 0 or $2 = any (r.areas))
                 and (cardinality(r.categories) = 0 or $1 = any (r.categories)))
             union all
             select address, t.lang, false from t, unnest(t.addresses) address) x
           order by staff desc, email"#,
        category as CategoryId,
        area as Option<AreaId>,
    )
    .fetch_all(db)
    .await
}
