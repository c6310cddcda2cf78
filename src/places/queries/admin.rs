//! Areas as administrators see and correct them.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::super::model::Kind;
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId};

/// A line of the list.
pub struct AreaLine {
    pub id: AreaId,
    pub code: String,
    pub kind: Kind,
    pub name: String,
    pub served: bool,
    /// Reports that lie in it.
    pub reports: i64,
    /// Leaders kept to it.
    pub leaders: i64,
}

/// Areas whose name or code holds the words, served ones first, suburbs before wards before municipalities. At most 200.
pub async fn list(db: impl PgExecutor<'_>, lang: Lang, words: &str) -> sqlx::Result<Vec<AreaLine>> {
    sqlx::query_as!(
        AreaLine,
        r#"select a.id as "id: AreaId", a.code, a.kind as "kind: Kind",
                  case when $1 = 'af' then a.name_af else a.name_en end as "name!", a.served,
                  (select count(*) from incidents i where i.area_id = a.id) as "reports!",
                  (select count(*) from account_roles r where r.role = 'leader' and a.id = any(r.areas)) as "leaders!"
           from (select * from areas
                 where $2 = '' or strpos(fold(name_en || ' ' || name_af || ' ' || code), fold($2)) > 0
                 order by served desc, array_position(array['suburb', 'ward', 'municipality'], kind), length(code), code
                 limit 200) a
           order by a.served desc, array_position(array['suburb', 'ward', 'municipality'], a.kind), length(a.code), a.code"#,
        lang.code(),
        words,
    )
    .fetch_all(db)
    .await
}

/// One area with the box around it, degrees.
pub struct AreaRow {
    pub id: AreaId,
    pub code: String,
    pub kind: Kind,
    pub name_en: String,
    pub name_af: String,
    pub source: String,
    pub served: bool,
    pub updated_at: DateTime<Utc>,
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
    pub reports: i64,
}

/// One area.
pub async fn find(db: impl PgExecutor<'_>, id: AreaId) -> sqlx::Result<Option<AreaRow>> {
    sqlx::query_as!(
        AreaRow,
        r#"select id as "id: AreaId", code, kind as "kind: Kind", name_en, name_af, source, served, updated_at,
                  st_xmin(shape) as "west!", st_ymin(shape) as "south!", st_xmax(shape) as "east!", st_ymax(shape) as "north!",
                  (select count(*) from incidents i where i.area_id = areas.id) as "reports!"
           from areas where id = $1"#,
        id as AreaId,
    )
    .fetch_optional(db)
    .await
}

/// What can be corrected.
pub struct Words {
    pub name_en: String,
    pub name_af: String,
    pub served: bool,
}

/// The present words, kept from others until the transaction ends.
pub async fn lock(db: impl PgExecutor<'_>, id: AreaId) -> sqlx::Result<Option<Words>> {
    sqlx::query_as!(
        Words,
        "select name_en, name_af, served from areas where id = $1 for update",
        id as AreaId,
    )
    .fetch_optional(db)
    .await
}

/// Corrects an area.
pub async fn set(db: impl PgExecutor<'_>, id: AreaId, words: &Words) -> sqlx::Result<()> {
    sqlx::query!(
        "update areas set name_en = $2, name_af = $3, served = $4, updated_at = clock_timestamp() where id = $1",
        id as AreaId,
        words.name_en,
        words.name_af,
        words.served,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes one corrected field.
pub async fn note(
    db: impl PgExecutor<'_>,
    id: AreaId,
    actor: AccountId,
    (field, old, new): (&str, &str, &str),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into area_changes (area_id, actor_id, field, old_value, new_value) values ($1, $2, $3, $4, $5)",
        id as AreaId,
        actor as AccountId,
        field,
        old,
        new,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A corrected field.
pub struct Change {
    pub at: DateTime<Utc>,
    pub actor: Option<String>,
    pub field: String,
    pub old: String,
    pub new: String,
}

/// The last fifty corrections, the newest first.
pub async fn changes(db: impl PgExecutor<'_>, id: AreaId) -> sqlx::Result<Vec<Change>> {
    sqlx::query_as!(
        Change,
        r#"select c.at, a.name as "actor?", c.field, c.old_value as old, c.new_value as new
           from area_changes c left join accounts a on a.id = c.actor_id
           where c.area_id = $1 order by c.id desc limit 50"#,
        id as AreaId,
    )
    .fetch_all(db)
    .await
}

/// Somebody who leads here.
pub struct Leader {
    pub id: AccountId,
    pub name: String,
    /// Whether the role is kept to areas, of which this is one; else to none.
    pub kept: bool,
}

/// Leaders kept to this area, then those who lead everywhere. At most 100.
pub async fn leaders(db: impl PgExecutor<'_>, id: AreaId) -> sqlx::Result<Vec<Leader>> {
    sqlx::query_as!(
        Leader,
        r#"select a.id as "id: AccountId", a.name, cardinality(r.areas) > 0 as "kept!"
           from account_roles r join accounts a on a.id = r.account_id
           where r.role = 'leader' and (r.areas = '{}' or $1 = any(r.areas)) and a.disabled_at is null
           order by cardinality(r.areas) = 0, a.name, a.id limit 100"#,
        id as AreaId,
    )
    .fetch_all(db)
    .await
}
