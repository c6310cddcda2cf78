//! Texts out as CSV and PO and back in: the check, what is taken, what is refused, and that nothing becomes public by it.

use naboom::categories;
use naboom::i18n::Lang;

use crate::support::{Answer, Browser, File, TestApp};

async fn send(who: &Browser, to: &str, then: &str, bytes: &[u8]) -> Answer {
    let page = who.get("/en/admin/texts").await;
    let path = page.ok().attribute("form[enctype]", "action");
    let file = File { field: "file", name: "naboom-af.csv", kind: "text/csv", bytes };
    who.post_files(&path, &[("to", to), ("then", then)], &[file]).await
}

#[tokio::test]
async fn a_file_comes_back_with_a_check_first_and_only_what_fits_is_taken() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    categories::seed(&app.app).await.unwrap();
    let admin = app.admin().await;
    let out = admin.get("/en/admin/texts/af.csv").await;
    out.ok();
    assert!(out.header("content-disposition").contains("naboom-af.csv"));
    // Untouched it changes nothing.
    send(&admin, "af", "store", &out.body).await.ok().sees("Taken.");
    assert_eq!(app.count("select count(*) from category_changes").await, 0);
    let csv = "key,en,af\n\
        category/pothole/name,Pothole or damaged road,Gat in die pad\n\
        category/fire/name,Another fire,Vuur\n\
        category/none/name,Nothing,Niks\n\
        category/noise/name,Noise or nuisance,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n";
    let name = async |code: &str| {
        categories::find(&app.app.db, Lang::af(), code).await.unwrap().unwrap().name
    };
    let before = (name("pothole").await, name("fire").await);
    let seen = send(&admin, "af", "dry", csv.as_bytes()).await;
    seen.ok()
        .sees("Nothing was taken yet")
        .sees("The source changed")
        .sees("No such text")
        .sees("Too long");
    assert_eq!((name("pothole").await, name("fire").await), before);
    send(&admin, "af", "store", csv.as_bytes()).await.ok().sees("Taken.");
    assert_eq!((name("pothole").await, name("fire").await), ("Gat in die pad".into(), before.1));
    let acts = "select count(*) from category_changes where act_id is not null and new_value = 'af: Gat in die pad'";
    assert_eq!(app.count(acts).await, 1);
    let po = admin.get("/en/admin/texts/af.po").await;
    assert!(po.ok().text().contains("msgstr \"Gat in die pad\""));
}

#[tokio::test]
async fn a_translated_page_waits_in_its_draft_and_a_formula_is_only_words() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    let made = admin
        .post("/en/admin/pages/new", &[("slug", "taps"), ("title-en", "=Taps"), ("title-af", "")])
        .await;
    made.status(303);
    let csv = admin.get("/en/admin/texts/af.csv").await.ok().text();
    assert!(csv.contains(",'=Taps,"), "{csv}");
    let back = csv.replace(",'=Taps,", ",'=Taps,'=Krane");
    send(&admin, "af", "store", back.as_bytes()).await.ok().sees("Taken.");
    let draft = "select count(*) from cms_pages where draft #>> '{texts,af,title}' = '=Krane' and live is null";
    assert_eq!(app.count(draft).await, 1);
    app.visitor().get("/af/p/taps").await.status(404);
}

#[tokio::test]
async fn choices_notices_and_menus_go_out_and_come_back_too() {
    let app = TestApp::start().await;
    categories::seed(&app.app).await.unwrap();
    let admin = app.admin().await;
    let question = [
        ("question", "size"),
        ("kind", "choice"),
        ("choices", "s = Small = Klein\nl = Large = Groot"),
        ("label-en", "How large?"),
        ("label-af", "Hoe groot?"),
    ];
    admin.post("/en/admin/categories/pothole/question", &question).await.status(303);
    let notice = [("severity", "info"), ("text-en", "Dam is low"), ("text-af", "Dam laag")];
    admin.post("/en/admin/notices/new", &notice).await.status(303);
    let menu =
        [("menu", "footer"), ("address", "/map"), ("label-en", "Town map"), ("label-af", "Kaart")];
    admin.post("/en/admin/menus", &menu).await.status(303);
    let csv = admin.get("/en/admin/texts/af.csv").await.ok().text();
    for line in ["choice-l,Large,Groot", "/text,Dam is low,Dam laag", "/label,Town map,Kaart"] {
        assert!(csv.contains(line), "{line}: {csv}");
    }
    let back = csv
        .replace("choice-l,Large,Groot", "choice-l,Large,Reusagtig")
        .replace(",Repaired,Herstel", ",Repaired,Reggemaak")
        .replace("Dam is low,Dam laag", "Dam is low,Die dam is laag")
        .replace("Town map,Kaart", "Town map,Dorpskaart");
    send(&admin, "af", "store", back.as_bytes()).await.ok().sees("Taken.");
    for (what, count) in [
        (
            "select count(*) from questions where choices @> '[{\"value\": \"l\", \"en\": \"Large\", \"af\": \"Reusagtig\"}]'",
            1,
        ),
        (
            "select count(*) from site_notices where texts->>'af' = 'Die dam is laag' and version = 2",
            1,
        ),
        ("select count(*) from site_menu_items where labels->>'af' = 'Dorpskaart'", 1),
        ("select count(*) from cms_changes where new_value = 'Die dam is laag'", 1),
    ] {
        assert_eq!(app.count(what).await, count, "{what}");
    }
    app.work().await;
    let reply = "select count(*) from reply_words where lang = 'af' and name = 'Reggemaak' and body like 'Dit is herstel.%'";
    assert_eq!(app.count(reply).await, 1);
    let broken = back.replace("Large,Reusagtig", "Large,Groot = reuse");
    send(&admin, "af", "store", broken.as_bytes()).await.ok().sees("No such text");
}

#[tokio::test]
async fn strange_files_and_strangers_are_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    send(&admin, "af", "store", b"").await.status(422).sees("Choose a file");
    send(&admin, "af", "store", b"\xff\xfe\x00").await.status(422).sees("UTF-8");
    send(&admin, "af", "store", b"a,b\n1,2\n").await.status(422).sees("key");
    let key = b"key,en,af\ncategory/../x/name,a,<script>alert(1)</script>\n";
    let answer = send(&admin, "af", "store", key).await;
    answer.ok().sees("No such text");
    assert!(!answer.text().contains("<script>alert"));
    admin.get("/en/admin/texts/af.exe").await.status(404);
    admin.get("/en/admin/texts/xx.csv").await.status(404);
    for who in [app.editor().await, app.leader().await, app.resident().await] {
        who.get("/en/admin/texts").await.status(403);
        who.get("/en/admin/texts/af.csv").await.status(403);
    }
}
