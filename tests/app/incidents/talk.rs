//! Following and commenting.

use super::*;

#[tokio::test]
async fn a_visitor_follows_once_and_can_stop() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let path = format!("{}/follow", show(&leak));
    let visitor = app.visitor();
    // Without its cookie a browser would count each time.
    visitor.post(&path, &[]).await.status(422).sees("Allow cookies");
    let form = visitor.get(&path).await;
    assert_eq!(form.ok().header("cache-control"), "no-store");
    for _ in 0..3 {
        assert_eq!(visitor.post(&path, &[]).await.location(), path);
    }
    visitor.get(&path).await.ok().sees("You follow this incident").sees("One person follows");
    app.visitor().get(&show(&leak)).await.ok().sees("I see it too: follow 1");
    let resident = app.resident().await;
    assert_eq!(resident.post(&path, &[]).await.location(), show(&leak));
    resident.get(&show(&leak)).await.ok().sees("Stop following 2");
    visitor.post(&path, &[("stop", "yes")]).await.status(303);
    resident.post(&path, &[("stop", "yes")]).await.status(303);
    resident.get(&show(&leak)).await.ok().sees("I see it too: follow 0");
    assert_eq!(app.count("select count(*) from events where kind = 'followed'").await, 4);
}

#[tokio::test]
async fn an_old_browser_follows_with_the_token_of_the_form() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let path = format!("{}/follow", show(&leak));
    let old = app.visitor().old();
    let token = old.get(&path).await.field("_token");
    old.post(&path, &[]).await.status(400);
    assert_eq!(old.post(&path, &[("_token", &token)]).await.location(), path);
}

#[tokio::test]
async fn a_resident_comments_once_however_often_the_form_is_sent() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let resident = app.resident().await;
    sqlx::query("update categories set moderation = 'after'").execute(&app.app.db).await.unwrap();
    let path = format!("{}/comment", show(&leak));
    let form = resident.get(&path).await;
    let submission = form.ok().field("submission");
    for _ in 0..3 {
        let sent = resident
            .post(&path, &[("text", " It is worse\r\nnow "), ("submission", &submission)])
            .await;
        assert_eq!(sent.location(), format!("{}#comments", show(&leak)));
    }
    let page = app.visitor().get(&show(&leak)).await;
    page.ok().sees("It is worse now").sees("A resident");
    assert_eq!(page.all(".talk li").len(), 1);
    assert_eq!(app.count("select count(*) from history where kind = 'commented'").await, 1);
    assert_eq!(app.count("select count(*) from events where kind = 'commented'").await, 1);
}

#[tokio::test]
async fn a_comment_waits_where_the_category_is_moderated_first_and_its_writer_sees_so() {
    let app = TestApp::start().await;
    let theft = app.incident().create().await;
    let (resident, leader) = (app.resident().await, app.leader().await);
    let path = format!("{}/comment", show(&theft));
    resident.post(&path, &[("text", "I saw him")]).await.status(303);
    resident.get(&show(&theft)).await.ok().sees("I saw him").sees("waits for a leader");
    app.visitor().get(&show(&theft)).await.ok().does_not_see("I saw him");
    leader.post(&path, &[("text", "The police know of it")]).await.status(303);
    app.visitor()
        .get(&show(&theft))
        .await
        .ok()
        .sees("The police know of it")
        .sees("A community leader");
}

#[tokio::test]
async fn a_comment_without_words_or_too_long_comes_back_as_typed() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let resident = app.resident().await;
    let path = format!("{}/comment", show(&leak));
    resident
        .post(&path, &[("text", " \u{200b} ")])
        .await
        .status(422)
        .sees("Write what you want to say");
    let long = "ë".repeat(2001);
    let again = resident.post(&path, &[("text", &long)]).await;
    again.status(422).sees("Use at most 2000 letters");
    assert_eq!(again.field("text").trim_start(), long);
    assert!(again.all("title")[0].starts_with("Error:"));
    assert_eq!(
        app.visitor().get(&path).await.location(),
        format!("/en/sign-in?next={}", path.replace('/', "%2F"))
    );
}

#[tokio::test]
async fn somebody_who_writes_very_much_is_slowed_down() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let resident = app.resident().await;
    let path = format!("{}/comment", show(&leak));
    for n in 0..10 {
        resident.post(&path, &[("text", &n.to_string())]).await.status(303);
    }
    resident.post(&path, &[("text", "11")]).await.status(429);
    app.resident().await.post(&path, &[("text", "somebody else")]).await.status(303);
}

// ---- the tracking link ----
