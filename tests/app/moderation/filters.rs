//! Parts of the queue that somebody saves, and what they search for.

use super::path;
use crate::support::TestApp;

#[tokio::test]
async fn a_filter_is_saved_shown_used_and_removed_by_its_owner_only() {
    let app = TestApp::start().await;
    app.incident().title("Leak canary").publication("pending").create().await;
    app.incident().title("Fire canary").category("fire").publication("pending").create().await;
    let (leader, other) = (app.leader().await, app.leader().await);
    let all = "/en/moderation?tab=new";
    leader.get(all).await.ok().sees("Leak canary").sees("Fire canary");
    let fire = leader.get("/en/moderation?tab=new&category=fire").await;
    fire.ok().sees("Fire canary").does_not_see("Leak canary");
    let here = [("tab", "new"), ("category_of", "fire"), ("name", "")];
    let refused = leader.post("/en/moderation/filters", &here).await;
    refused.status(422).sees("Write 1 to 40 letters");
    let here = [("tab", "new"), ("category_of", "fire"), ("name", "Only fires")];
    let saved = leader.post("/en/moderation/filters", &here).await;
    let page = leader.follow(&saved).await;
    page.ok().sees("Only fires").sees("Fire canary").does_not_see("Leak canary");
    assert!(page.attribute(".chips a", "href").contains("category=fire"));
    other.get(all).await.ok().does_not_see("Only fires");
    let remove = page.attribute("form[action$=remove]", "action");
    other.post(&remove, &[]).await.status(303);
    leader.get(all).await.ok().sees("Only fires");
    leader.post(&remove, &[]).await.status(303);
    leader.get(all).await.ok().does_not_see("Only fires");
    app.resident().await.post("/en/moderation/filters", &here).await.status(403);
}

#[tokio::test]
async fn twenty_filters_are_enough_and_a_name_is_used_once() {
    let app = TestApp::start().await;
    let leader = app.leader().await;
    for n in 0..20 {
        let name = format!("Filter {n}");
        leader.post("/en/moderation/filters", &[("name", &name)]).await.status(303);
    }
    let more = leader.post("/en/moderation/filters", &[("name", "One more")]).await;
    more.status(422).sees("You have 20 filters");
    let again = [("name", "Filter 3"), ("tab", "done")];
    leader.post("/en/moderation/filters", &again).await.status(303);
    assert_eq!(app.count("select count(*) from saved_filters").await, 20);
}

#[tokio::test]
async fn staff_find_by_reference_words_and_exact_address() {
    let app = TestApp::start().await;
    let incident = app.incident().title("Leak canary").publication("pending").create().await;
    app.as_owner("update incidents set address = 'Vyfde Straat 100%'").await;
    let leader = app.leader().await;
    let search = |q: &str| format!("/en/moderation?tab=new&q={q}");
    for q in ["canary", "vyfde", "100%25"] {
        leader.get(&search(q)).await.ok().sees("Leak canary");
    }
    for q in ["elsewhere", "v_fde", "%25zz"] {
        leader.get(&search(q)).await.ok().does_not_see("Leak canary");
    }
    let typed = incident.reference.to_lowercase().replace('-', "+");
    let found = leader.get(&search(&typed)).await;
    assert!(found.status(303).location().starts_with(&path(&incident)), "{}", found.location());
    let limited = super::queue::leader_of(&app, "fire").await;
    limited.get(&search(&typed)).await.ok().does_not_see("Leak canary");
}

#[tokio::test]
async fn every_key_presses_something_that_stands_on_the_page() {
    let app = TestApp::start().await;
    let incident = app.incident().publication("pending").create().await;
    let leader = app.leader().await;
    for (url, keys) in [("/en/moderation".to_owned(), "/ao"), (path(&incident), "ardm")] {
        let page = leader.get(&url).await;
        page.ok();
        assert!(
            page.attribute("[data-keys]", "data-off").contains("off"),
            "they can be turned off"
        );
        for key in keys.chars() {
            assert!(!page.attribute(&format!("[data-key='{key}']"), "data-key").is_empty());
        }
    }
}
