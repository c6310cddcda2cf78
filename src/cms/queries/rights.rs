//! What editors may do where it is not what the settings say.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::cms::model::RightsForm;
use crate::ids::AccountId;

/// What is set for one editor.
pub struct RightsRow {
    /// `site`, `yes` or `no`.
    pub publishes: String,
    /// Whether they are kept to the sections.
    pub limited: bool,
    /// Ids of the sections.
    pub sections: Vec<Uuid>,
    /// Paths of those that are not in the bin.
    pub paths: Vec<String>,
    /// Rises with each change.
    pub version: i32,
}

/// What is set for this editor, if anything.
pub async fn editor_rights(
    db: impl PgExecutor<'_>,
    account: AccountId,
) -> sqlx::Result<Option<RightsRow>> {
    sqlx::query_as!(
        RightsRow,
        r#"select e.publishes, e.limited, e.sections, e.version,
                  array(select p.path from cms_pages p
                        where p.id = any(e.sections) and p.deleted_at is null order by p.path) as "paths!"
           from cms_editors e where e.account_id = $1"#,
        account.0,
    )
    .fetch_optional(db)
    .await
}

/// Sets what an editor may do.
pub async fn set_editor_rights(
    db: impl PgExecutor<'_>,
    account: AccountId,
    form: &RightsForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into cms_editors (account_id, publishes, limited, sections) values ($1, $2, $3, $4)
         on conflict (account_id) do update set publishes = excluded.publishes, limited = excluded.limited,
                sections = excluded.sections, version = cms_editors.version + 1",
        account.0,
        form.publishes,
        !form.sections.is_empty(),
        &form.sections,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An editor as administrators see them.
pub struct EditorRow {
    /// Which account.
    pub id: AccountId,
    /// Their name, or how they sign in.
    pub name: String,
    /// `site`, `yes` or `no`.
    pub publishes: String,
    /// Whether they are kept to the sections.
    pub limited: bool,
    /// Paths of the sections.
    pub paths: Vec<String>,
}

/// Everybody with the role; 500 at most.
pub async fn editors(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<EditorRow>> {
    sqlx::query_as!(
        EditorRow,
        r#"select a.id as "id: AccountId", coalesce(nullif(a.name, ''), a.email::text, a.phone, '?') as "name!",
                  coalesce(e.publishes, 'site') as "publishes!", coalesce(e.limited, false) as "limited!",
                  array(select p.path from cms_pages p
                        where p.id = any(e.sections) and p.deleted_at is null order by p.path) as "paths!"
           from account_roles r
           join accounts a on a.id = r.account_id
           left join cms_editors e on e.account_id = a.id
           where r.role = 'editor' and a.disabled_at is null
           order by 2, a.id limit 500"#
    )
    .fetch_all(db)
    .await
}
