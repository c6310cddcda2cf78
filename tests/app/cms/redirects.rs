//! Old addresses that lead on.

use super::{publish, site, write};

#[tokio::test]
async fn an_address_of_an_older_site_leads_on_in_the_readers_language_and_is_counted() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let page = write(&editor, "water", "Water", "Water").await;
    publish(&editor, &page).await;
    let path = "/en/admin/redirects";
    let add = async |source: &str, target: &str| {
        editor.post(path, &[("source", source), ("target", target)]).await
    };
    add("/water.html", "/p/water").await.status(303);
    for (asked, to) in [("/af/water.html", "/af/p/water"), ("/water.html", "/en/p/water")] {
        let lead = visitor.get(asked).await;
        lead.status(301);
        assert_eq!(lead.header("location"), to);
    }
    visitor.get("/en/nothing.html").await.status(404);
    visitor.post("/en/water.html", &[]).await.status(404);
    // A chain is one step; a circle is refused; a living page keeps its address.
    add("/older.html", "/water.html").await.status(303);
    assert_eq!(visitor.get("/en/older.html").await.header("location"), "/en/p/water");
    add("/a", "https://www.gov.za/").await.status(303);
    add("/b", "/a").await.status(303);
    assert_eq!(visitor.get("/en/b").await.header("location"), "https://www.gov.za/");
    add("/c", "/d").await.status(303);
    add("/d", "/c").await.status(422).sees("lead in a circle");
    add("/d", "/e").await.status(303);
    assert_eq!(visitor.get("/en/c").await.header("location"), "/en/e", "what led to it follows");
    add("/p/water", "/p/other").await.status(422).sees("A page stands at this address");
    add("/x", "javascript:alert(1)").await.status(422);
    // The page moves on: the redirect follows it.
    editor.post(&format!("{page}/place"), &[("slug", "drink"), ("parent", "")]).await.status(303);
    assert_eq!(visitor.get("/en/water.html").await.header("location"), "/en/p/drink");
    let list = editor.get(path).await;
    list.ok().sees("/water.html").sees("when a page moved");
    let first = list.attribute("tbody form", "action");
    editor.post(&first, &[]).await.status(303);
    editor.post(&first, &[]).await.status(404);
    app.leader().await.get(path).await.status(403);
}

#[tokio::test]
async fn a_pasted_table_is_checked_first_and_stores_only_the_good_lines() {
    let app = site().await;
    let editor = app.editor().await;
    let path = "/en/admin/redirects/import";
    let lines = "from,to\n/a,/p/about\n/b;https://www.gov.za/\n/c,javascript:alert(1)\n";
    let dry = editor.post(path, &[("lines", lines), ("then", "dry")]).await;
    dry.ok().sees("Nothing is stored yet: 2 of 3 lines are good");
    assert_eq!(app.count("select count(*) from cms_redirects").await, 0);
    assert_eq!(app.count("select count(*) from cms_changes").await, 0);
    editor.post(path, &[("lines", lines), ("then", "store")]).await.ok().sees("2 redirects added");
    assert_eq!(app.count("select count(*) from cms_redirects").await, 2);
    assert_eq!(app.count("select count(distinct act_id) from cms_changes").await, 1);
    editor.post(path, &[("lines", "nothing")]).await.status(422).sees("at least one line");
}

#[tokio::test]
async fn a_table_of_five_hundred_lines_is_one_act_whose_chains_end_in_one_step() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let page = write(&editor, "water", "Water", "Water").await;
    publish(&editor, &page).await;
    let path = "/en/admin/redirects";
    editor.post(path, &[("source", "/old"), ("target", "/n1")]).await.status(303);
    // Each line leads to the next, the last one to a page.
    let mut lines: String = (1..498).map(|n| format!("/n{n},/n{}\n", n + 1)).collect();
    lines.push_str("/n498,/p/water\n/p/water,/n1\n");
    let stored =
        editor.post(&format!("{path}/import"), &[("lines", &lines), ("then", "store")]).await;
    stored.ok().sees("498 redirects added").sees("A page stands at");
    for from in ["old", "n1", "n300", "n498"] {
        let lead = visitor.get(&format!("/en/{from}")).await;
        lead.status(301);
        assert_eq!(lead.header("location"), "/en/p/water", "{from}");
    }
    let to_page = "select count(*) from cms_redirects where page_id is not null";
    assert_eq!(app.count(to_page).await, 499);
}
