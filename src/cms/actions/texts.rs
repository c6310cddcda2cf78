//! Texts that come back from a translator. Nothing becomes public by it that was not: pages take it into their draft.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{notices, pages, settings};
use crate::app::App;
use crate::auth::Viewer;
use crate::categories;
use crate::cms::model::{Act, TextLine, Verdict, judge, read_body, tidy};
use crate::cms::queries;
use crate::error::Error;
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::ActId;
use crate::jobs::{self, Job};

/// Every text with its translation, by key.
pub async fn texts(
    conn: &mut PgConnection,
    from: Lang,
    to: Lang,
) -> sqlx::Result<BTreeMap<String, TextLine>> {
    let mut lines = queries::texts(&mut *conn, from, to).await?;
    for line in &mut lines {
        (line.source, line.target) = (tidy(&line.source), tidy(&line.target));
    }
    for page in queries::pages(conn, false).await? {
        let (source, target) = (page.draft.exact(from).fields(), page.draft.exact(to).fields());
        let line = |((name, source), (_, target)): ((&str, String), (&str, String))| TextLine {
            key: format!("page/{}/{name}", page.id),
            source: tidy(&source),
            target: tidy(&target),
        };
        let pairs = source.into_iter().zip(target).map(line);
        lines.extend(pairs.filter(|l| !l.source.is_empty()));
    }
    Ok(lines.into_iter().map(|line| (line.key.clone(), line)).collect())
}

/// Says of each line what it comes to, and takes those that changed unless it is only a check. All or nothing.
pub async fn take_texts(
    app: &App,
    who: &Viewer,
    (from, to): (Lang, Lang),
    lines: &[TextLine],
    only_check: bool,
) -> Result<Vec<Verdict>, Error> {
    let mut tx = app.db.begin().await?;
    let now = texts(&mut tx, from, to).await?;
    let mut verdicts: Vec<Verdict> = lines.iter().map(|line| judge(&now, line)).collect();
    if only_check {
        return Ok(verdicts);
    }
    let act = ActId::new();
    let mut pages: BTreeMap<Uuid, Vec<(&str, &str)>> = BTreeMap::new();
    for (line, verdict) in lines.iter().zip(&mut verdicts) {
        if *verdict != Verdict::Changed {
            continue;
        }
        let text = line.target.as_str();
        let parts: Vec<&str> = line.key.split('/').collect();
        let found = match parts.as_slice() {
            ["category", code, field] => {
                categories::translate(&mut tx, (who.account, act), code, field, to, text).await?
            }
            ["question", category, code, field] => {
                let by = (who.account, act);
                categories::translate_question(&mut tx, by, (*category, *code), field, to, text)
                    .await?
            }
            ["notice", id, "text"] => {
                let act = Act { id: act, actor: Some(who.account) };
                notices::translate_notice(&mut tx, act, id, to, text).await?
            }
            ["reply", id, field @ ("name" | "body")] => {
                // Replies belong to the moderators: the worker hands it over.
                let reply = id.parse().map_err(|_| Error::NotFound)?;
                let (field, text) = ((*field).to_owned(), text.to_owned());
                let job = Job::TranslateReply { reply, lang: to, field, text, by: who.account };
                jobs::enqueue(&mut tx, &job).await?;
                true
            }
            ["menu", id, "label"] => {
                settings::translate_menu_item(&mut tx, who, id, to, text).await?
            }
            ["page", id, field] => {
                let id = id.parse().map_err(|_| Error::NotFound)?;
                pages.entry(id).or_default().push((*field, text));
                true
            }
            _ => false,
        };
        if !found {
            *verdict = Verdict::Unknown;
        }
    }
    for (id, fields) in pages {
        translate_page(&mut tx, who, id, to, &fields).await?;
    }
    events::append(&mut tx, EventKind::CategoriesChanged, None, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(verdicts)
}

async fn translate_page(
    conn: &mut PgConnection,
    who: &Viewer,
    id: Uuid,
    to: Lang,
    fields: &[(&str, &str)],
) -> Result<(), Error> {
    let page = pages::lock_present(&mut *conn, who, id).await?;
    let mut content = page.draft.clone();
    let text = content.texts.entry(to.code().to_owned()).or_default();
    for (field, words) in fields {
        match *field {
            "title" => (*words).clone_into(&mut text.title),
            "summary" => (*words).clone_into(&mut text.summary),
            _ => text.body = read_body(words),
        }
    }
    content.mark_translated(&page.draft, &[]);
    if content != page.draft {
        pages::store(conn, who, &page, &content, "saved").await?;
    }
    Ok(())
}
