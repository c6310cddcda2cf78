//! Settings and menus.

use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cms::model::MenuForm;
use crate::site::{Settings, Texts};

/// The settings with their version.
pub struct SettingsRow {
    /// What is set.
    pub data: Json<Settings>,
    /// Rises with each change.
    pub version: i32,
}

/// Reads the settings.
pub async fn settings(db: impl PgExecutor<'_>) -> sqlx::Result<SettingsRow> {
    sqlx::query_as!(
        SettingsRow,
        r#"select data as "data: Json<Settings>", version from site_settings"#
    )
    .fetch_one(db)
    .await
}

/// One change at a time of settings, tree or redirects, until the transaction ends. Taken before any page is locked, never
/// after one.
pub async fn lock_site(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("select version from site_settings for update").fetch_one(db).await?;
    Ok(())
}

/// Replaces the settings.
pub async fn set_settings(db: impl PgExecutor<'_>, settings: &Settings) -> sqlx::Result<()> {
    sqlx::query!(
        "update site_settings set data = $1, version = version + 1, updated_at = clock_timestamp()",
        Json(settings) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A line of a menu as editors see it.
pub struct MenuRow {
    /// Which.
    pub id: Uuid,
    /// `header` or `footer`.
    pub menu: String,
    /// Its own words; a page brings its title.
    pub labels: Json<Texts>,
    /// Where it leads, without language.
    pub address: String,
    /// Title of the page in each language.
    pub titles: Json<Texts>,
    /// Whether it leads to a page that the public cannot read now.
    pub waits: bool,
}

impl MenuRow {
    /// The words in one language, else in another.
    pub fn label(&self, lang: &crate::i18n::Lang) -> String {
        let mut words = self.titles.0.clone();
        words.0.extend(self.labels.0.0.clone());
        words.best(*lang).1.to_owned()
    }
}

/// The lines of both menus in order.
pub async fn menu_items(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<MenuRow>> {
    sqlx::query_as!(
        MenuRow,
        r#"select m.id, m.menu, m.labels as "labels: Json<Texts>",
                  case when p.id is null then m.address else '/p/' || p.path end as "address!",
                  coalesce((select jsonb_object_agg(t.key, t.value->>'title')
                            from jsonb_each(coalesce(p.live, p.draft)->'texts') t
                            where t.value->>'title' <> ''), '{}') as "titles!: Json<Texts>",
                  (p.id is not null and (p.live is null or p.deleted_at is not null)) as "waits!"
           from site_menu_items m left join cms_pages p on p.id = m.page_id
           order by m.menu desc, m.position, m.id"#
    )
    .fetch_all(db)
    .await
}

/// Gives a line of a menu other words.
pub async fn set_menu_labels(
    db: impl PgExecutor<'_>,
    id: Uuid,
    labels: &Texts,
) -> sqlx::Result<()> {
    sqlx::query!("update site_menu_items set labels = $2 where id = $1", id, Json(labels) as _)
        .execute(db)
        .await?;
    Ok(())
}

/// Ids of one menu in order, locked.
pub async fn menu_order(db: impl PgExecutor<'_>, menu: &str) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select id from site_menu_items where menu = $1 order by position, id for update",
        menu
    )
    .fetch_all(db)
    .await
}

/// Adds a line at the end.
pub async fn insert_menu_item(
    db: impl PgExecutor<'_>,
    id: Uuid,
    form: &MenuForm,
    page: Option<Uuid>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into site_menu_items (id, menu, position, page_id, address, labels)
         select $1, $2, coalesce(max(position), 0) + 10, $3, $4, $5 from site_menu_items where menu = $2",
        id,
        form.menu,
        page,
        form.address,
        Json(&form.labels) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts the lines in this order.
pub async fn set_menu_order(db: impl PgExecutor<'_>, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!(
        "update site_menu_items m set position = o.at * 10
         from unnest($1::uuid[]) with ordinality as o (id, at) where m.id = o.id",
        ids,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a line out.
pub async fn delete_menu_item(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("delete from site_menu_items where id = $1", id).execute(db).await?;
    Ok(())
}

/// Pages for the choice of a menu line: id, path, titles.
pub struct PageChoice {
    /// Which.
    pub id: Uuid,
    /// Its path.
    pub path: String,
    /// Titles of the draft.
    pub titles: Json<Texts>,
}

/// Every page that is not in the bin, by path.
pub async fn page_choices(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<PageChoice>> {
    sqlx::query_as!(
        PageChoice,
        r#"select id, path,
                  coalesce((select jsonb_object_agg(t.key, t.value->>'title')
                            from jsonb_each(draft->'texts') t where t.value->>'title' <> ''), '{}')
                    as "titles!: Json<Texts>"
           from cms_pages where deleted_at is null order by path"#
    )
    .fetch_all(db)
    .await
}
