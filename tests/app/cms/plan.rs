//! Going live and ending by itself.

use super::{post, publish, site, write};

#[tokio::test]
async fn a_plan_is_carried_out_once_its_minute_has_come_with_the_text_it_was_made_for() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let page = write(&editor, "water", "Water", "Water").await;
    let plan = [("then", "plan"), ("go_live", "2099-01-01T08:00"), ("expire", "2099-01-02 08:00")];
    let saved = post(&editor, &page, &plan).await;
    let shown = editor.follow(&saved).await;
    shown.ok().sees("Goes live by itself");
    assert_eq!(shown.field("go_live"), "2099-01-01T08:00");
    post(&editor, &page, &[("body-en", "Written after the plan.")]).await.status(303);
    visitor.get("/en/p/water").await.status(404);
    assert_eq!(naboom::cms::run_due(&app.app).await.unwrap(), 0);
    app.as_owner("update cms_pages set go_live_at = now() - interval '1 second'").await;
    // To the minute even while no worker runs.
    visitor.get("/en/p/water").await.ok().sees("Text about Water.");
    assert_eq!(naboom::cms::run_due(&app.app).await.unwrap(), 1);
    visitor.get("/en/p/water").await.ok().sees("Text about Water.").does_not_see("after the plan");
    let by_system =
        "select count(*) from cms_changes where actor_id is null and kind = 'published'";
    assert_eq!(app.count(by_system).await, 1);
    app.as_owner("update cms_pages set expire_at = now() - interval '1 second'").await;
    visitor.get("/en/p/water").await.status(404);
    assert_eq!(naboom::cms::run_due(&app.app).await.unwrap(), 1);
    assert_eq!(naboom::cms::run_due(&app.app).await.unwrap(), 0);
    editor.get(&page).await.ok().sees("Draft");
}

#[tokio::test]
async fn after_an_outage_everything_that_was_missed_is_done_in_order() {
    let app = site().await;
    let editor = app.editor().await;
    for slug in ["one", "two"] {
        let page = write(&editor, slug, slug, slug).await;
        let plan =
            [("then", "plan"), ("go_live", "2099-01-01T08:00"), ("expire", "2099-01-02T08:00")];
        post(&editor, &page, &plan).await.status(303);
    }
    app.as_owner(
        "update cms_pages set go_live_at = now() - interval '2 hours',
                expire_at = case slug when 'one' then now() - interval '1 hour' else now() + interval '1 hour' end",
    )
    .await;
    assert_eq!(naboom::cms::run_due(&app.app).await.unwrap(), 3);
    app.visitor().get("/en/p/one").await.status(404);
    app.visitor().get("/en/p/two").await.ok();
}

#[tokio::test]
async fn a_plan_needs_times_to_come_and_a_whole_text_and_the_right_to_publish() {
    let app = site().await;
    let (admin, editor) = (app.admin().await, app.editor().await);
    let page = write(&editor, "water", "Water", "Water").await;
    let past = post(&editor, &page, &[("then", "plan"), ("go_live", "2020-01-01T08:00")]).await;
    past.status(422).sees("Choose a time that has not passed");
    assert_eq!(past.field("go_live"), "2020-01-01T08:00");
    let order = [("then", "plan"), ("go_live", "2099-01-02T08:00"), ("expire", "2099-01-01T08:00")];
    post(&editor, &page, &order).await.status(422).sees("an end after the beginning");
    let half = [("then", "plan"), ("go_live", "2099-01-02T08:00"), ("body-af", "")];
    post(&editor, &page, &half).await.status(422).sees("Enter a text before you publish");
    admin.post("/en/admin/settings", &[("version", "1")]).await.status(303);
    post(&editor, &page, &[("then", "plan"), ("go_live", "2099-01-02T08:00")]).await.status(403);
}

#[tokio::test]
async fn the_bin_is_emptied_after_thirty_days() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    publish(&editor, &page).await;
    editor.post(&format!("{page}/remove"), &[]).await.status(303);
    naboom::cms::clean_up(&app.app.db).await.unwrap();
    assert_eq!(app.count("select count(*) from cms_pages").await, 1);
    app.as_owner("update cms_pages set deleted_at = now() - interval '31 days'").await;
    naboom::cms::clean_up(&app.app.db).await.unwrap();
    assert_eq!(app.count("select count(*) from cms_pages").await, 0);
}
