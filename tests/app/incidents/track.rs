//! The tracking link, and what only the reporter may do.

use super::*;

#[tokio::test]
async fn the_tracking_link_shows_ones_own_report_in_ones_language() {
    let app = TestApp::start().await;
    let leak = app.incident().title("My leak").publication("pending").create().await;
    let link = tracked(&app, &leak).await;
    let visitor = app.visitor().header("accept-language", "af-ZA");
    let page = visitor.get(&link).await;
    page.ok()
        .sees("My leak")
        .sees("nog nie openbaar nie")
        .sees("Ons het jou aanmelding")
        .sees("Bewaar hierdie adres");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-robots-tag"), "noindex");
    visitor.get(&format!("{link}?lang=en")).await.ok().sees("It is not public yet");
    assert_eq!(page.attribute(".langs a", "href"), format!("/en{link}"));
    visitor.get(&format!("/en{link}")).await.ok().sees("It is not public yet");
    let never = visitor.get("/t/AAAAAAAAAAAAAAAAAAAAAA").await;
    never.status(404);
    assert_eq!(never.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_reporter_answers_a_question_by_the_link() {
    let app = TestApp::start().await;
    let leak = app.incident().status("waiting").create().await;
    set(&app, &leak, "status_note = 'Which side of the road?'", "").await;
    let link = tracked(&app, &leak).await;
    let visitor = app.visitor();
    let page = visitor.get(&format!("/en{link}")).await;
    page.ok().sees("We have a question for you").sees("Which side of the road?");
    let answer = format!("/en{link}/answer");
    visitor
        .post(&answer, &[("text", "")])
        .await
        .status(422)
        .sees("Write what you want to say")
        .sees("Which side");
    let fields = [("text", "By the school"), ("submission", &page.field("submission"))];
    for _ in 0..2 {
        assert_eq!(visitor.post(&answer, &fields).await.location(), format!("/en{link}"));
    }
    visitor
        .get(&link)
        .await
        .ok()
        .sees("In progress")
        .sees("By the school")
        .sees("Answered by the reporter");
    app.visitor()
        .get(&show(&leak))
        .await
        .ok()
        .sees("Answered by the reporter")
        .does_not_see("By the school");
    assert_eq!(app.count("select count(*) from history where field = 'status'").await, 1);
    assert_eq!(
        app.count(
            "select count(*)::bigint from incidents where status = 'in_progress' and version = 2"
        )
        .await,
        1
    );
    // Nothing waits any more.
    visitor.post(&answer, &[("text", "And again")]).await.status(409);
}

#[tokio::test]
async fn the_reporter_reopens_what_is_not_solved_for_two_weeks() {
    let app = TestApp::start().await;
    let leak = app.incident().status("resolved").create().await;
    set(&app, &leak, "resolved_at = now() - interval '13 days'", "").await;
    let link = tracked(&app, &leak).await;
    let visitor = app.visitor();
    visitor.get(&format!("/en{link}")).await.ok().sees("It is not solved");
    visitor.post(&format!("/en{link}/answer"), &[("text", "It runs again")]).await.status(303);
    app.visitor().get(&show(&leak)).await.ok().sees("Reopened by the reporter").sees("In progress");
    let old = app.incident().status("resolved").create().await;
    set(&app, &old, "resolved_at = now() - interval '15 days'", "").await;
    let link = tracked(&app, &old).await;
    visitor.get(&format!("/en{link}")).await.ok().does_not_see("It is not solved");
    visitor.post(&format!("/en{link}/answer"), &[("text", "It runs again")]).await.status(409);
}

#[tokio::test]
async fn the_reporter_takes_a_report_from_public_view() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let link = tracked(&app, &leak).await;
    let visitor = app.visitor();
    visitor
        .get(&format!("/en{link}/private"))
        .await
        .ok()
        .sees("only a community leader can make it public again");
    for _ in 0..2 {
        assert_eq!(
            visitor.post(&format!("/en{link}/private"), &[]).await.location(),
            format!("/en{link}")
        );
    }
    app.visitor().get(&show(&leak)).await.status(404);
    visitor.get(&link).await.ok().sees("It is private");
    assert_eq!(app.count("select count(*) from events where kind = 'unpublished'").await, 1);
    assert_eq!(app.count("select count(*) from history where field = 'publication'").await, 1);
    let hidden = app.incident().publication("hidden").create().await;
    let link = tracked(&app, &hidden).await;
    visitor.post(&format!("/en{link}/private"), &[]).await.status(409);
}

#[tokio::test]
async fn the_account_that_reported_has_the_same_rights_and_nobody_else() {
    let app = TestApp::start().await;
    let (resident, other) = (app.resident().await, app.resident().await);
    let leak = app.incident().status("waiting").create().await;
    reported_by(&app, &leak, resident.account.unwrap()).await;
    resident
        .get(&show(&leak))
        .await
        .ok()
        .sees("We have a question for you")
        .sees("Take it from public view");
    other
        .get(&show(&leak))
        .await
        .ok()
        .does_not_see("We have a question for you")
        .does_not_see("public view");
    let answer = format!("{}/answer", show(&leak));
    other.post(&answer, &[("text", "I am somebody else")]).await.status(404);
    other.post(&format!("{}/private", show(&leak)), &[]).await.status(404);
    resident.post(&answer, &[("text", "")]).await.status(422).sees("Write what you want to say");
    resident.post(&answer, &[("text", "By the school")]).await.status(303);
    resident
        .get(&show(&leak))
        .await
        .ok()
        .sees("By the school")
        .sees("only leaders and officers read this");
    other.get(&show(&leak)).await.ok().does_not_see("By the school");
    assert_eq!(app.count("select count(*) from history where actor_kind = 'resident'").await, 1);
}

#[tokio::test]
async fn a_comment_by_the_link_is_the_reporters() {
    let app = TestApp::start().await;
    sqlx::query("update categories set moderation = 'after'").execute(&app.app.db).await.unwrap();
    let leak = app.incident().create().await;
    sqlx::query("update categories set moderation = 'after'").execute(&app.app.db).await.unwrap();
    let link = tracked(&app, &leak).await;
    let sent = app.visitor();
    sent.get(&link).await.ok();
    sent.post(&format!("/en{link}/comment"), &[("text", "Nobody came yet")]).await.status(303);
    app.visitor().get(&show(&leak)).await.ok().sees("Nobody came yet").sees("The reporter");
}

// ---- my reports ----
