//! Who changed what.

use super::{post, publish, site, write};

#[tokio::test]
async fn every_change_of_staff_stands_in_one_list_and_in_a_table() {
    let app = site().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    let page = write(&admin, "water", "=Water", "Water").await;
    post(&admin, &page, &[("title-en", "=Clean water"), ("body-en", "Boil it.")]).await.status(303);
    publish(&admin, &page).await;
    let settings = [("version", "1"), ("name-en", "Watch"), ("editors_publish", "yes")];
    admin.post("/en/admin/settings", &settings).await.status(303);
    naboom::categories::seed(&app.app).await.unwrap();
    let category = naboom::categories::list(&app.app.db, naboom::i18n::Lang::EN).await.unwrap()[1]
        .code
        .clone();
    admin
        .post(&format!("/en/admin/categories/{category}/move"), &[("way", "up")])
        .await
        .status(303);
    let person = app.account(&[naboom::auth::Role::Resident]).await;
    let disable = [("disabled", "yes"), ("reason", "Spam")];
    admin.post(&format!("/en/admin/people/{person}/access"), &disable).await.status(303);
    let list = admin.get("/en/admin/history").await;
    list.ok().sees("Clean water").sees("Published").sees(&category).sees("Disabled").sees("Spam");
    assert!(!list.text().contains('⟨'), "every kind has its words");
    // One act is one group: the title and the text were changed in one save.
    let changed = list
        .all("tbody tr")
        .into_iter()
        .find(|row| row.contains("Clean water") && row.contains("Boil it."));
    assert!(changed.is_some());
    let only = admin.get("/af/admin/history?subject=category").await;
    only.ok().sees(&category).does_not_see("Clean water");
    admin.get("/en/admin/history?from=2099-01-01").await.ok().sees("Nothing matches");
    let csv = admin.get("/en/admin/history.csv?subject=page").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.text().contains(",'=Clean water,"), "no formula for a spreadsheet: {}", csv.text());
    for who in [app.editor().await, app.leader().await] {
        who.get("/en/admin/history").await.status(403);
        who.get("/en/admin/history.csv").await.status(403);
    }
}

#[tokio::test]
async fn the_program_itself_cannot_change_the_history() {
    let app = site().await;
    let editor = app.editor().await;
    write(&editor, "water", "Water", "Water").await;
    for statement in
        ["update cms_changes set kind = 'x'", "delete from cms_changes", "truncate cms_changes"]
    {
        let refused = sqlx::query(statement).execute(&app.app.db).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{refused}");
    }
}

#[tokio::test]
async fn older_lines_follow_page_by_page_without_a_gap() {
    let app = site().await;
    let admin = app.admin().await;
    app.as_owner(
        "insert into cms_changes (act_id, subject, subject_id, subject_name, kind, at)
         select gen_random_uuid(), 'page', n::text, 'Page ' || n, 'added', now() - n * interval '1 minute'
         from generate_series(1, 120) n",
    )
    .await;
    let mut path = "/en/admin/history".to_owned();
    let mut seen = 0;
    loop {
        let page = admin.get(&path).await;
        seen += page.ok().all("tbody tr").len();
        if page.all("a[rel=next]").is_empty() {
            break;
        }
        path = page.attribute("a[rel=next]", "href");
    }
    assert_eq!(seen, 120);
}
