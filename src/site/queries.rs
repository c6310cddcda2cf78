//! The one statement that reads the site.

use serde_json::Value;
use sqlx::PgExecutor;

use super::model::Site;

struct Row {
    settings: Value,
    menus: Value,
    notices: Value,
}

/// Settings, menu lines whose page the public can read, and notices that are not over.
pub async fn read(db: impl PgExecutor<'_>) -> sqlx::Result<Site> {
    let row = sqlx::query_as!(
        Row,
        r#"select s.data as settings,
                  (select coalesce(jsonb_agg(jsonb_build_object(
                            'menu', m.menu,
                            'address', case when p.id is null then m.address else '/p/' || p.path end,
                            'labels', coalesce((select jsonb_object_agg(t.key, t.value->>'title')
                                                from jsonb_each(p.live->'texts') t
                                                where t.value->>'title' <> ''), '{}') || m.labels)
                          order by m.menu, m.position, m.id), '[]')
                   from site_menu_items m
                   left join cms_pages p on p.id = m.page_id
                   where m.page_id is null
                      or (p.live is not null and p.deleted_at is null)) as "menus!",
                  (select coalesce(jsonb_agg(jsonb_build_object(
                            'number', n.number, 'version', n.version, 'severity', n.severity, 'texts', n.texts,
                            'starts_at', n.starts_at, 'ends_at', n.ends_at)), '[]')
                   from site_notices n
                   where n.retired_at is null and (n.ends_at is null or n.ends_at > now())) as "notices!"
           from site_settings s"#
    )
    .fetch_one(db)
    .await?;
    let unread = |error: serde_json::Error| sqlx::Error::Decode(Box::new(error));
    Ok(Site {
        settings: serde_json::from_value(row.settings).map_err(unread)?,
        menus: serde_json::from_value(row.menus).map_err(unread)?,
        notices: serde_json::from_value(row.notices).map_err(unread)?,
    })
}
