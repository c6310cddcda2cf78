//! One list of what is missing or stale in a language.

use super::{post, site, write};

#[tokio::test]
async fn everything_that_lacks_a_language_or_is_older_than_its_source_stands_in_one_list() {
    let app = site().await;
    let admin = app.admin().await;
    let path = "/en/admin/translations";
    let before = admin.get(path).await;
    before.ok();
    let page = write(&admin, "water", "Water", "Water").await;
    admin.get(path).await.does_not_see("Older than its source");
    post(&admin, &page, &[("body-en", "Boil it first.")]).await.status(303);
    admin.get(path).await.sees("Older than its source: Text").sees("Afrikaans");
    post(&admin, &page, &[("body-af", "")]).await.status(303);
    admin.get(path).await.sees("Missing").does_not_see("Older than its source");
    let shown = admin.get("/af/admin/translations").await;
    assert!(shown.text().contains("/af/admin/pages/"));
    for (sql, sees) in [
        ("delete from reply_words where lang = 'af' and name = 'Noem iemand'", "Names a person"),
        (
            "insert into site_notices (id, severity, texts, starts_at)
             values (gen_random_uuid(), 'info', '{\"en\": \"Half a notice\"}', now())",
            "Half a notice",
        ),
        (
            "with c as (insert into categories (id, code) values (gen_random_uuid(), 'half') returning id)
             insert into category_texts (category_id, lang, name, help) select id, 'en', 'Half a category', 'Help' from c",
            "Half a category",
        ),
        (
            "with q as (insert into questions (id, category_id, code, kind)
                        select gen_random_uuid(), id, 'half', 'text' from categories where code = 'half' returning id)
             insert into question_texts (question_id, lang, label) select id, 'en', 'Half a question' from q",
            "Half a question",
        ),
    ] {
        admin.get(path).await.does_not_see(sees);
        app.as_owner(sql).await;
        admin.get(path).await.ok().sees(sees);
    }
    app.editor().await.get(path).await.status(403);
}
