//! Copies of pages: drafts only, with or without what is below, never with a plan or a question, never of what is not theirs.

use super::{fields, post, publish, site, write};
use crate::support::TestApp;

#[tokio::test]
async fn a_copy_is_a_draft_without_plan_and_question_and_what_is_below_comes_only_when_asked_for() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let page = write(&editor, "help", "Help", "Hulp").await;
    publish(&editor, &page).await;
    post(&editor, &page, &[("body-en", "A newer draft.")]).await.status(303);
    let id = page.rsplit('/').next().unwrap();
    let new = [("title-en", "Photos"), ("slug", "photos"), ("parent", id)];
    let child = editor.post("/en/admin/pages/new", &new).await.location();
    post(&editor, &child, &[("body-en", "Small ones.")]).await.status(303);
    app.as_owner(
        "update cms_pages set asked_version = version, go_live_at = now() + interval '1 day', scheduled = draft",
    )
    .await;
    assert_eq!(editor.get(&format!("{page}/copy")).await.ok().field("slug"), "help-2");
    let alone = editor.post(&format!("{page}/copy"), &[("slug", "alone"), ("parent", "")]).await;
    let alone = alone.location();
    assert_eq!(fields(&editor, &alone).await[5].1, "A newer draft.");
    assert_eq!(app.count("select count(*) from cms_pages where path like 'alone%'").await, 1);
    let all = [("slug", "whole"), ("parent", ""), ("below", "yes")];
    editor.post(&format!("{page}/copy"), &all).await.status(303);
    let whole = "select count(*) from cms_pages where path in ('whole', 'whole/photos') and live is null and live_images = '{}'
                 and go_live_at is null and scheduled is null and asked_version is null and version = 1";
    assert_eq!(app.count(whole).await, 2);
    let parents = "select count(*) from cms_pages c join cms_pages p on p.id = c.parent_id where c.path = 'whole/photos' and p.path = 'whole'";
    assert_eq!(app.count(parents).await, 1);
    let acts = "select count(distinct act_id) from cms_changes where field = 'copy' and new_value like 'whole%'";
    assert_eq!(app.count(acts).await, 1);
    for path in ["/en/p/alone", "/en/p/whole", "/en/p/whole/photos"] {
        visitor.get(path).await.status(404);
    }
    let taken = editor.post(&format!("{page}/copy"), &[("slug", "help"), ("parent", "")]).await;
    taken.status(422);
    let inside = [("slug", "x"), ("parent", id), ("below", "yes")];
    editor.post(&format!("{page}/copy"), &inside).await.status(422);
    assert_eq!(app.count("select count(*) from cms_pages where slug = 'x'").await, 0);
}

#[tokio::test]
async fn nobody_copies_a_page_that_is_not_theirs_or_to_a_place_that_is_not() {
    let app: TestApp = site().await;
    let (admin, editor) = (app.admin().await, app.editor().await);
    let secret = write(&admin, "secret", "Secret", "Geheim").await;
    let help = write(&admin, "help", "Help", "Hulp").await;
    app.as_owner(
        "insert into cms_editors (account_id, limited, sections)
         select r.account_id, true, array(select id from cms_pages where slug = 'help')
         from account_roles r where r.role = 'editor'",
    )
    .await;
    editor.get(&format!("{secret}/copy")).await.status(404);
    let id = help.rsplit('/').next().unwrap();
    let into_help = [("slug", "mine"), ("parent", id)];
    editor.post(&format!("{secret}/copy"), &into_help).await.status(404);
    editor.post(&format!("{help}/copy"), &[("slug", "mine"), ("parent", "")]).await.status(422);
    editor.post(&format!("{help}/copy"), &into_help).await.status(303);
    app.resident().await.get(&format!("{help}/copy")).await.status(403);
}
