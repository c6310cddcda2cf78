//! Reading as everybody does it: home, list, one report, feeds; taking part; and what the reporter alone may do. Above all: what
//! is not public does not show, anywhere.

use naboom::auth::Role;
use naboom::ids::{AccountId, IncidentId, SubmissionId};

use crate::support::{Answer, Browser, Incident, TestApp};

/// Changes columns of a report behind the pages' back; `$1` is the report.
async fn set(app: &TestApp, incident: &Incident, columns: &str, value: &str) {
    let statement = format!("update incidents set {columns} where id = $1 and $2 = $2");
    sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(incident.id)
        .bind(value)
        .execute(&app.app.db)
        .await
        .expect("the columns are set");
}

/// Lets somebody be the reporter.
async fn reported_by(app: &TestApp, incident: &Incident, account: AccountId) {
    sqlx::query("update incidents set reporter_id = $2 where id = $1")
        .bind(incident.id)
        .bind(account)
        .execute(&app.app.db)
        .await
        .expect("the reporter is set");
}

/// Gives a report a tracking link and returns its address.
async fn tracked(app: &TestApp, incident: &Incident) -> String {
    let token = naboom::ids::random_token();
    sqlx::query("update incidents set tracking_hash = $2 where id = $1")
        .bind(incident.id)
        .bind(naboom::ids::token_hash(&token))
        .execute(&app.app.db)
        .await
        .expect("the link is set");
    format!("/t/{token}")
}

/// Puts a comment there, public or waiting.
async fn said(app: &TestApp, incident: IncidentId, body: &str, audience: &str, publication: &str) {
    sqlx::query(
        "insert into incident_comments (id, incident_id, author_kind, audience, publication, lang, body, submission_id)
         values ($1, $2, 'resident', $3::audience, $4::publication, 'en', $5, $6)",
    )
    .bind(uuid::Uuid::now_v7())
    .bind(incident)
    .bind(audience)
    .bind(publication)
    .bind(body)
    .bind(SubmissionId::new())
    .execute(&app.app.db)
    .await
    .expect("the comment is put there");
}

/// Puts an area there that holds the whole town.
async fn area(app: &TestApp, code: &str) -> uuid::Uuid {
    let id = uuid::Uuid::now_v7();
    sqlx::query(
        "insert into areas (id, code, kind, name_en, name_af, shape) values
           ($1, $2, 'ward', 'Ward ' || $2, 'Wyk ' || $2, st_multi(st_makeenvelope(28.6, -24.6, 28.8, -24.4, 4326)))",
    )
    .bind(id)
    .bind(code)
    .execute(&app.app.db)
    .await
    .expect("the area is put there");
    id
}

fn show(incident: &Incident) -> String {
    format!("/en/incidents/{}", incident.reference)
}

fn titles(answer: &Answer) -> Vec<String> {
    answer.ok().all("#results .card h3")
}

async fn search(browser: &Browser, q: &str) -> Vec<String> {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
    titles(&browser.get(&format!("/en/incidents?{query}")).await)
}

// ---- home and list ----

#[tokio::test]
async fn the_home_page_shows_what_happened_lately_in_the_readers_language() {
    let app = TestApp::start().await;
    app.visitor().get("/en/").await.ok().sees("No incidents yet");
    for n in 1..=8 {
        app.incident().title(&format!("Leak {n}")).create().await;
    }
    let solved = app.incident().title("Solved one").status("resolved").create().await;
    set(&app, &solved, "resolved_at = now() - interval '3 days'", "").await;
    let home = app.visitor().get("/af/").await;
    home.ok()
        .sees("Meld ’n voorval aan")
        .sees("Lewensgevaar? Bel 10177")
        .sees("Opgelos in die afgelope 30 dae");
    let cards = home.all(".cards .card h3");
    assert_eq!(cards, ["Solved one", "Leak 8", "Leak 7", "Leak 6", "Leak 5", "Leak 4"]);
    assert_eq!(home.all(".links .count"), ["8", "1"]);
    assert_eq!(home.attribute(".cards a.go", "lang"), "en-ZA");
    assert_eq!(home.attribute("html", "lang"), "af-ZA");
}

#[tokio::test]
async fn addresses_are_one_for_each_page() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    assert_eq!(visitor.get("/en").await.status(308).header("location"), "/en/");
    for nothing in ["/xx", "/xx/", "/xx/incidents", "/incidents", "/en/incidents/"] {
        visitor.get(nothing).await.status(404);
    }
}

#[tokio::test]
async fn anonymous_pages_are_the_same_for_everybody_and_need_not_be_sent_twice() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    for path in ["/en/", "/en/incidents", "/en/incidents?q=water", &show(&leak)] {
        let (one, two) = (app.visitor().get(path).await, app.visitor().get(path).await);
        assert_eq!(one.ok().body, two.ok().body, "{path}");
        assert!(one.headers.get("set-cookie").is_none(), "{path} sets a cookie");
        assert!(!one.text().contains("_token"), "{path} holds a token");
        assert_eq!(one.header("cache-control"), "public, max-age=0, must-revalidate");
        let again = app.visitor().header("if-none-match", one.header("etag")).get(path).await;
        again.status(304);
    }
    let resident = app.resident().await.get("/en/incidents").await;
    assert_eq!(resident.ok().header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_list_is_filtered_by_each_field() {
    let app = TestApp::start().await;
    let ward = area(&app, "LIM368-4").await;
    let leak = app.incident().title("Leak").priority("high").create().await;
    let hole = app.incident().title("Hole").category("pothole").status("resolved").create().await;
    let dark = app.incident().title("Dark").category("light").status("waiting").create().await;
    set(&app, &hole, "reported_at = '2026-03-05 21:30+00'", "").await;
    set(&app, &dark, "reported_at = '2026-03-05 22:30+00'", "").await;
    sqlx::query("update incidents set public_area_id = $2 where id = $1")
        .bind(leak.id)
        .bind(ward)
        .execute(&app.app.db)
        .await
        .unwrap();
    let visitor = app.visitor();
    for (query, found) in [
        ("", vec!["Leak", "Dark", "Hole"]),
        ("?status=open", vec!["Leak", "Dark"]),
        ("?status=done", vec!["Hole"]),
        ("?status=waiting", vec!["Dark"]),
        ("?status=rejected", vec![]),
        ("?priority=high", vec!["Leak"]),
        ("?category=pothole", vec!["Hole"]),
        ("?area=LIM368-4", vec!["Leak"]),
        // The days are those of South Africa: 23:30 on the 5th, 00:30 on the 6th.
        ("?from=2026-03-06&to=2026-03-06", vec!["Dark"]),
        ("?to=2026-03-05", vec!["Hole"]),
        ("?status=open&category=light&priority=medium&from=2026-03-01", vec!["Dark"]),
        // What means nothing is left out.
        (
            "?status=x&priority=9&category=none&area=none&from=yesterday&order=up&page=1&assignee=me",
            vec!["Leak", "Dark", "Hole"],
        ),
    ] {
        assert_eq!(titles(&visitor.get(&format!("/en/incidents{query}")).await), found, "{query}");
    }
    let open = visitor.get("/en/incidents?status=open&priority=high").await;
    open.ok().sees("1 incident");
    assert_eq!(
        open.all(".chips .count"),
        ["1", "1", "0"],
        "all, open, resolved among high priority"
    );
    assert_eq!(open.field("priority"), "high");
    assert!(open.all(".chips [aria-current]")[0].starts_with("Open"));
}

#[tokio::test]
async fn staff_filter_by_assignee_and_nobody_else_does() {
    let app = TestApp::start().await;
    let leader = app.leader().await;
    let mine = app.incident().title("Mine").create().await;
    app.incident().title("Nobody's").create().await;
    sqlx::query("update incidents set assigned_to = $2 where id = $1")
        .bind(mine.id)
        .bind(leader.account)
        .execute(&app.app.db)
        .await
        .unwrap();
    assert_eq!(titles(&leader.get("/en/incidents?assignee=me").await), ["Mine"]);
    assert_eq!(titles(&leader.get("/en/incidents?assignee=nobody").await), ["Nobody's"]);
    let id = leader.account.unwrap();
    for browser in [app.visitor(), app.resident().await] {
        let all = browser.get(&format!("/en/incidents?assignee={id}")).await;
        assert_eq!(titles(&all).len(), 2);
        all.does_not_see("Assigned to");
    }
}

#[tokio::test]
async fn every_order_pages_forward_and_back_without_gap_or_repeat() {
    let app = TestApp::start().await;
    for n in 0..47 {
        let priority = ["low", "medium", "high", "critical"][n % 4];
        let made =
            app.incident().title(&format!("Number {n:02}")).priority(priority).create().await;
        // Many at one moment, so that ties count too.
        let day = 1 + n / 7;
        let columns = format!(
            "reported_at = '2026-03-{day:02} 10:00+00', updated_at = '2026-04-01 10:00:00.000123+00'::timestamptz + interval '1 day' * {}",
            (n * 31) % 11
        );
        set(&app, &made, &columns, "").await;
    }
    let visitor = app.visitor();
    for order in ["newest", "oldest", "priority", "changed"] {
        let mut pages = Vec::new();
        let mut page = visitor.get(&format!("/en/incidents?order={order}")).await;
        loop {
            pages.push(titles(&page));
            if page.all(".pager [rel=next]").is_empty() {
                break;
            }
            page = visitor.get(&page.attribute(".pager [rel=next]", "href")).await;
        }
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 7], "{order}");
        let mut all: Vec<_> = pages.concat();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 47, "{order}");
        for expected in pages[..2].iter().rev() {
            page = visitor.get(&page.attribute(".pager [rel=prev]", "href")).await;
            assert_eq!(&titles(&page), expected, "{order}, back");
        }
        assert!(page.all(".pager [rel=prev]").is_empty(), "{order}: nothing before the first page");
    }
    let newest = titles(&visitor.get("/en/incidents").await);
    assert_eq!((newest[0].as_str(), newest[19].as_str()), ("Number 46", "Number 27"));
    let urgent = visitor.get("/en/incidents?order=priority").await;
    assert_eq!(titles(&urgent)[..2], ["Number 43", "Number 39"]);
}

#[tokio::test]
async fn a_cursor_of_another_order_or_none_of_ours_begins_at_the_first_page() {
    let app = TestApp::start().await;
    for n in 0..22 {
        app.incident().title(&format!("Number {n:02}")).create().await;
    }
    let visitor = app.visitor();
    let first = visitor.get("/en/incidents").await;
    let next = first.attribute(".pager [rel=next]", "href");
    let other = visitor.get(&next.replace("?page", "?order=oldest&page")).await;
    assert_eq!(titles(&other)[0], "Number 00");
    for cursor in
        ["", "1", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00%FF", "'; drop table incidents"]
    {
        let page = visitor.get(&format!("/en/incidents?page={}", cursor.replace(' ', "+"))).await;
        assert_eq!(titles(&page), titles(&first), "{cursor}");
    }
    assert!(!next.contains("number"), "the order number stays inside");
}

#[tokio::test]
async fn htmx_gets_the_results_alone_and_an_address_to_keep() {
    let app = TestApp::start().await;
    app.incident().title("Leak").create().await;
    let part = app.visitor().get_part("/en/incidents?q=&status=open&priority=&category=").await;
    part.ok().sees("Leak");
    assert!(!part.text().contains("<html"), "{}", part.text());
    assert_eq!(part.header("hx-push-url"), "/en/incidents?status=open");
    assert_eq!(part.header("cache-control"), "no-store");
    assert_eq!(part.all("#told"), ["1 incident"], "what the reader of a screen hears");
}

// ---- search ----

#[tokio::test]
async fn words_are_found_as_people_type_them() {
    let app = TestApp::start().await;
    let leak = app.incident().title("Waterlek in Kerkstraat").lang("af").create().await;
    app.incident()
        .title("Reën spoel ’n sinkgat oop")
        .description("Dit is ŉ groot gat.")
        .lang("af")
        .create()
        .await;
    app.incident()
        .title("Street light broken")
        .description("It is dark at the clinic")
        .create()
        .await;
    set(&app, &leak, "public_address = 'Kerkstraat, Naboomspruit'", "").await;
    let visitor = app.visitor();
    for (q, found) in [
        ("waterlek", "Waterlek in Kerkstraat"),
        ("WATERLEK kerk", "Waterlek in Kerkstraat"),
        ("waterl", "Waterlek in Kerkstraat"),
        ("waterlak", "Waterlek in Kerkstraat"),
        ("kerkstrat", "Waterlek in Kerkstraat"),
        ("naboomspruit", "Waterlek in Kerkstraat"),
        ("reen", "Reën spoel ’n sinkgat oop"),
        // Composed, decomposed, and all ways to type the article.
        ("reën", "Reën spoel ’n sinkgat oop"),
        ("ree\u{308}n", "Reën spoel ’n sinkgat oop"),
        ("'n sinkgat", "Reën spoel ’n sinkgat oop"),
        ("ŉ sinkgat", "Reën spoel ’n sinkgat oop"),
        ("’n groot", "Reën spoel ’n sinkgat oop"),
        ("\"dark at the clinic\"", "Street light broken"),
    ] {
        assert_eq!(search(&visitor, q).await, [found], "{q}");
    }
    assert!(search(&visitor, "\"clinic the at\"").await.is_empty());
    assert_eq!(search(&visitor, "sinkgat or clinic").await.len(), 2);
}

#[tokio::test]
async fn a_minus_leaves_out_what_begins_so_and_similar_spellings_do_not_bring_it_back() {
    let app = TestApp::start().await;
    app.incident().title("Water leaking in Kerk Street").create().await;
    app.incident().title("Water gone since noon").create().await;
    app.incident().title("Reën in die kelder, water oral").create().await;
    let visitor = app.visitor();
    let gone = "Water gone since noon";
    assert_eq!(search(&visitor, "water -leak -reen").await, [gone]);
    assert_eq!(search(&visitor, "-REËN -leaking water").await, [gone]);
    assert_eq!(search(&visitor, "water -\"in Kerk\" -kelder").await, [gone]);
    assert_eq!(search(&visitor, "water -kerk").await.len(), 2);
    assert!(search(&visitor, "\"noon since\"").await.is_empty());
}

#[tokio::test]
async fn a_typed_reference_leads_to_its_report() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let hidden = app.incident().publication("hidden").create().await;
    let visitor = app.visitor();
    for typed in [
        leak.reference.to_lowercase(),
        leak.reference.replace('-', " "),
        leak.reference[3..].into(),
    ] {
        let query = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect::<String>();
        let answer = visitor.get(&format!("/en/incidents?q={query}")).await;
        assert_eq!(answer.location(), show(&leak));
    }
    let part = visitor.get_part(&format!("/en/incidents?q={}", leak.reference)).await;
    assert_eq!(part.ok().header("hx-redirect"), show(&leak));
    visitor
        .get(&format!("/en/incidents?q={}", hidden.reference))
        .await
        .ok()
        .sees("No incidents found");
    assert_eq!(
        search(&visitor, &leak.reference[..8]).await,
        ["Water pipe leaking"],
        "a part of one"
    );
}

#[tokio::test]
async fn strange_searches_do_no_harm() {
    let app = TestApp::start().await;
    app.incident().create().await;
    let visitor = app.visitor();
    for q in [
        "'; drop table incidents; --",
        "' or 1=1",
        "%",
        "_",
        "\\",
        "\"",
        "!",
        "!!",
        "&",
        "|",
        "a & | b",
        ":*",
        "''",
        "*:*",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "\u{0}",
        "\u{202e}",
        "😀",
        "-",
        "--",
        "-x",
        "or",
        "or or",
        "((",
        "a:b",
        "<->",
        "NB-",
        "NB-0000-0000",
        &"a".repeat(5000),
        &"waterlek ".repeat(400),
        "'a' <-> 'b'",
    ] {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
        for path in ["/en/incidents", "/feeds/incidents.atom", "/feeds/incidents.geojson"] {
            let answer = visitor.get(&format!("{path}?{query}")).await;
            answer.ok();
            assert!(!answer.text().contains("<script>alert"), "{q}");
        }
    }
    assert_eq!(app.count("select count(*) from incidents").await, 1);
}

// ---- one report ----

#[tokio::test]
async fn a_report_tells_what_and_where_and_what_happened() {
    let app = TestApp::start().await;
    let ward = area(&app, "4").await;
    let leak = app
        .incident()
        .title("Waterlek <b>hier</b>")
        .description("Reël een\nReël twee")
        .lang("af")
        .status("waiting")
        .priority("high")
        .create()
        .await;
    set(&app, &leak, "public_address = 'Kerkstraat', address = 'Kerkstraat 17'", "").await;
    sqlx::query("update incidents set public_area_id = $2, status_note = 'Parts come on Monday.' where id = $1")
        .bind(leak.id)
        .bind(ward)
        .execute(&app.app.db)
        .await
        .unwrap();
    said(&app, leak.id, "It is worse now", "public", "public").await;
    said(&app, leak.id, "CANARY waits", "public", "pending").await;
    said(&app, leak.id, "CANARY inside", "internal", "public").await;
    app.incident().title("Close by").at(28.713, -24.5212).create().await;
    app.incident().title("Far away").at(29.9, -23.0).create().await;
    app.incident().title("Close but closed").status("closed").create().await;
    let page = app.visitor().get(&show(&leak)).await;
    page.ok()
        .sees("Waterlek <b>hier</b>")
        .sees("Waiting")
        .sees("High")
        .sees("near Kerkstraat")
        .sees("Ward 4");
    page.sees("Parts come on Monday.").sees("It is worse now").sees("Close by").sees("100 m away");
    page.does_not_see("Kerkstraat 17")
        .does_not_see("CANARY")
        .does_not_see("Far away")
        .does_not_see("Close but closed");
    assert_eq!(page.attribute("h1", "lang"), "af-ZA");
    assert!(page.text().contains("Reël een\nReël twee"), "line breaks are kept");
    assert!(page.attribute(".mapbox", "src").starts_with("/map/drawn.svg?lon=28.71200&lat=-24.52"));
    page.sees(&format!("http://127.0.0.1:8080/r/{}", leak.reference));
    let afrikaans = app.visitor().get(&format!("/af/incidents/{}", leak.reference)).await;
    afrikaans
        .ok()
        .sees("Wag")
        .sees("Hoog")
        .sees("naby Kerkstraat")
        .sees("Wyk 4")
        .sees("Wat gebeur het");
}

#[tokio::test]
async fn references_are_read_as_people_write_them() {
    let app = TestApp::start().await;
    let leak = app.incident().create().await;
    let visitor = app.visitor();
    let typed = leak.reference.to_lowercase().replace('0', "o").replace('1', "l");
    let answer = visitor.get(&format!("/en/incidents/{typed}")).await;
    assert_eq!(answer.status(308).header("location"), show(&leak));
    let short = visitor.get(&format!("/r/{}", leak.reference.replace('-', ""))).await;
    assert_eq!(short.status(302).header("location"), show(&leak));
    let afrikaans =
        app.visitor().header("accept-language", "af").get(&format!("/r/{}", leak.reference)).await;
    assert!(afrikaans.header("location").starts_with("/af/incidents/NB-"));
    assert_eq!(afrikaans.header("vary"), "accept-language, cookie");
    for nothing in [
        "/r/x",
        "/r/NB-0000-0001",
        "/en/incidents/NB-0000-0001",
        "/en/incidents/%00",
        "/en/incidents/..%2f",
    ] {
        visitor.get(nothing).await.status(404);
    }
}

#[tokio::test]
async fn a_duplicate_leads_to_the_first_report_while_that_is_public() {
    let app = TestApp::start().await;
    let first = app.incident().title("The first").create().await;
    let again = app.incident().title("The same again").create().await;
    sqlx::query("update incidents set status = 'duplicate', duplicate_of = $2 where id = $1")
        .bind(again.id)
        .bind(first.id)
        .execute(&app.app.db)
        .await
        .unwrap();
    let page = app.visitor().get(&show(&again)).await;
    page.ok().sees("This was reported before");
    assert_eq!(page.attribute(".note a", "href"), show(&first));
    set(&app, &first, "publication = 'hidden'", "").await;
    app.visitor().get(&show(&again)).await.ok().does_not_see(&first.reference);
}

#[tokio::test]
async fn the_timeline_leaves_out_what_was_undone_and_names_nobody() {
    let app = TestApp::start().await;
    let leak = app.incident().status("acknowledged").create().await;
    let undone = uuid::Uuid::now_v7();
    for (id, kind, field, new, reverses) in [
        (uuid::Uuid::now_v7(), "changed", "status", "acknowledged", None),
        (undone, "changed", "status", "rejected", None),
        (uuid::Uuid::now_v7(), "undo", "status", "acknowledged", Some(undone)),
        (uuid::Uuid::now_v7(), "changed", "priority", "critical", None),
    ] {
        sqlx::query(
            "insert into history (id, incident_id, seq, act_id, actor_kind, kind, field, old_value, new_value, note, reverses,
                                  version, prev_hash, hash)
             values ($1, $2, 0, $1, 'leader', $3, $4, 'reported', $5, 'Note on ' || $5, $6, 1, '', '')",
        )
        .bind(id)
        .bind(leak.id)
        .bind(kind)
        .bind(field)
        .bind(new)
        .bind(reverses)
        .execute(&app.app.db)
        .await
        .unwrap();
    }
    let page = app.visitor().get(&show(&leak)).await;
    page.ok().sees("Acknowledged by a community leader").sees("Note on acknowledged");
    page.does_not_see("Note on rejected")
        .does_not_see("Note on critical")
        .does_not_see("Not taken up");
    assert_eq!(page.all(".line > li").len(), 2);
}

// ---- what is not public ----

/// A page as a visitor gets it, without what differs with each request: its number, and the address asked for.
fn bare(answer: &Answer, reference: &str) -> (u16, Vec<(String, String)>, String) {
    let headers =
        answer.headers.iter().filter(|(name, _)| *name != "x-request-id" && *name != "date");
    let headers = headers
        .map(|(n, v)| (n.to_string(), v.to_str().unwrap().replace(reference, "REF")))
        .collect();
    let text = answer.text();
    let number = answer.all("#request").first().cloned().unwrap_or_default();
    (answer.status.as_u16(), headers, text.replace(reference, "REF").replace(&number, "NUMBER"))
}

#[tokio::test]
async fn what_is_not_public_answers_like_what_never_was() {
    let app = TestApp::start().await;
    let nothing = naboom::incidents::Reference::random().to_string();
    let people = [app.visitor(), app.resident().await, app.person(&[Role::Editor]).await];
    for publication in ["pending", "hidden", "private"] {
        let secret = app.incident().publication(publication).create().await;
        for browser in &people {
            for tail in ["", "/follow", "/comment", "/private"] {
                let there = browser.get(&format!("/en/incidents/{}{tail}", secret.reference)).await;
                let never = browser.get(&format!("/en/incidents/{nothing}{tail}")).await;
                assert_eq!(
                    bare(&there, &secret.reference),
                    bare(&never, &nothing),
                    "{publication}{tail}"
                );
            }
            for tail in ["/follow", "/comment", "/answer", "/private"] {
                let fields = [("text", "x")];
                let there = browser
                    .post(&format!("/en/incidents/{}{tail}", secret.reference), &fields)
                    .await;
                let never = browser.post(&format!("/en/incidents/{nothing}{tail}"), &fields).await;
                assert_eq!(
                    bare(&there, &secret.reference),
                    bare(&never, &nothing),
                    "post {publication}{tail}"
                );
            }
        }
        let lower = secret.reference.to_lowercase();
        let there = app.visitor().get(&format!("/en/incidents/{lower}")).await;
        let never = app.visitor().get(&format!("/en/incidents/{}", nothing.to_lowercase())).await;
        assert_eq!(there.status, never.status);
    }
    assert_eq!(app.count("select count(*) from incident_followers").await, 0);
    assert_eq!(app.count("select count(*) from incident_comments").await, 0);
}

#[tokio::test]
async fn staff_who_cover_it_and_its_reporter_see_it_with_a_banner() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    let secret = app.incident().title("Burglary").publication("pending").create().await;
    reported_by(&app, &secret, resident.account.unwrap()).await;
    resident
        .get(&show(&secret))
        .await
        .ok()
        .sees("Burglary")
        .sees("waits for a community leader")
        .does_not_see("Open in moderation");
    for browser in [app.leader().await, app.admin().await, app.officer().await] {
        browser.get(&show(&secret)).await.ok().sees("Not public").sees("Open in moderation");
    }
    // A leader for another category is a resident here.
    let other = app.category("noise").await;
    let limited = app.leader().await;
    sqlx::query(
        "update account_roles set categories = array[$2] where account_id = $1 and role = 'leader'",
    )
    .bind(limited.account)
    .bind(other)
    .execute(&app.app.db)
    .await
    .unwrap();
    limited.get(&show(&secret)).await.status(404);
}

#[tokio::test]
async fn three_hundred_secret_reports_show_nowhere() {
    let app = TestApp::start().await;
    let ward = area(&app, "4").await;
    let open = app.incident().title("Public leak").create().await;
    let category = app.category("water").await;
    sqlx::query(
        "insert into incidents (id, reference, submission_id, title, description, lang, category_id, place, public_place, public_address,
                                precision_level, area_id, public_area_id, publication, status, priority, resolved_at)
         select gen_random_uuid(), 'NB-' || lpad(translate(n::text, '', ''), 4, '0') || '-0000', gen_random_uuid(),
                'Canaryword leak ' || n, 'canarytext', 'en', $1, st_setsrid(st_makepoint(28.712, -24.52), 4326),
                st_setsrid(st_makepoint(28.712, -24.52), 4326), 'Canarystreet', 'm100', $2, $2,
                (array['pending', 'hidden', 'private'])[1 + n % 3]::publication,
                (array['reported', 'resolved', 'waiting'])[1 + n % 3]::incident_status, 'critical', now()
         from generate_series(1, 300) n",
    )
    .bind(category)
    .bind(ward)
    .execute(&app.app.db)
    .await
    .unwrap();
    sqlx::query(
        "insert into incident_comments (id, incident_id, author_kind, audience, publication, lang, body, submission_id)
         select gen_random_uuid(), id, 'resident', 'public', 'public', 'en', 'Canarycomment', gen_random_uuid()
         from incidents where title like 'Canary%'",
    )
    .execute(&app.app.db)
    .await
    .unwrap();
    let mut paths: Vec<String> = ["/en/", "/af/", "/sitemap.xml"].map(str::to_owned).to_vec();
    for query in [
        "",
        "q=canaryword",
        "q=canarywrod",
        "q=canarystreet",
        "q=canarytext",
        "q=leak",
        "status=open",
        "status=done",
        "priority=critical",
        "area=4",
        "category=water",
        "order=oldest",
        "order=priority",
        "order=changed",
        "from=2020-01-01",
        "q=NB-0001",
        "q=NB-0001-0000",
    ] {
        for start in [
            "/en/incidents?",
            "/af/incidents?",
            "/feeds/incidents.atom?",
            "/feeds/incidents.geojson?",
        ] {
            paths.push(format!("{start}{query}"));
        }
    }
    paths.push(show(&open));
    paths.push(format!("{}/follow", show(&open)));
    for browser in [app.visitor(), app.resident().await] {
        for path in &paths {
            let text = browser.get(path).await.text().to_lowercase();
            // What was searched for stands in the search field.
            let text = text.replace("value=\"canary", "").replace("q=canary", "");
            assert!(!text.contains("canary"), "{path}");
            assert!(!text.contains("nb-0001-0000") || path.contains("NB-0001"), "{path}");
        }
    }
    let list = app.visitor().get("/en/incidents").await;
    assert_eq!(list.all(".chips .count"), ["1", "1", "0"]);
    assert_eq!(app.visitor().get("/en/").await.all(".links .count"), ["1", "0"]);
}

// ---- taking part ----

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

#[tokio::test]
async fn my_reports_are_there_in_every_state_and_what_i_follow() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    for (n, publication) in ["pending", "public", "hidden", "private"].into_iter().enumerate() {
        let mine =
            app.incident().title(&format!("Mine {n}")).publication(publication).create().await;
        reported_by(&app, &mine, resident.account.unwrap()).await;
    }
    let theirs = app.incident().title("Theirs").create().await;
    resident.post(&format!("{}/follow", show(&theirs)), &[]).await.status(303);
    let page = resident.get("/af/my/reports").await;
    page.ok()
        .sees("My aanmeldings")
        .sees("Wag op moderering")
        .sees("Versteek")
        .sees("Privaat")
        .sees("Theirs");
    assert_eq!(page.all(".card h3"), ["Mine 3", "Mine 2", "Mine 1", "Mine 0", "Theirs"]);
    set(&app, &theirs, "publication = 'hidden'", "").await;
    resident.get("/en/my/reports").await.ok().does_not_see("Theirs");
    app.visitor().get("/en/my/reports").await.location();
    app.resident().await.get("/en/my/reports").await.ok().sees("You have not reported anything");
}

#[tokio::test]
async fn my_reports_have_pages_too() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    for n in 0..25 {
        let mine = app.incident().title(&format!("Mine {n:02}")).create().await;
        reported_by(&app, &mine, resident.account.unwrap()).await;
    }
    let first = resident.get("/en/my/reports").await;
    assert_eq!(first.all(".card h3").len(), 20);
    let second = resident.get(&first.attribute(".pager [rel=next]", "href")).await;
    assert_eq!(second.all(".card h3"), ["Mine 04", "Mine 03", "Mine 02", "Mine 01", "Mine 00"]);
}

// ---- feeds ----

#[tokio::test]
async fn the_atom_feed_is_the_list_for_readers_of_news() {
    let app = TestApp::start().await;
    app.incident().title("Leak & <b>").description("Bell \u{7} rings").create().await;
    app.incident().title("Hole").category("pothole").create().await;
    let feed = app.visitor().get("/feeds/incidents.atom?category=water&lang=af").await;
    assert_eq!(feed.ok().header("content-type"), "application/atom+xml; charset=utf-8");
    let text = feed.text();
    assert!(text.starts_with("<?xml"), "{text}");
    assert!(
        text.contains("Leak &#38; &#60;b&#62;")
            && !text.contains("Hole")
            && !text.contains('\u{7}'),
        "{text}"
    );
    assert!(text.contains("xml:lang=\"af-ZA\"") && text.contains("Aangemeld"));
    let again = app.visitor().header("if-none-match", feed.header("etag"));
    again.get("/feeds/incidents.atom?category=water&lang=af").await.status(304);
    // No reader's language and no cookie change it: the address says all.
    let plain = app.visitor().header("accept-language", "af").get("/feeds/incidents.atom").await;
    assert_eq!(plain.ok().body, app.visitor().get("/feeds/incidents.atom").await.body);
}

#[tokio::test]
async fn the_geojson_holds_public_places_alone() {
    let app = TestApp::start().await;
    app.incident().title("Leak").at(28.71234567, -24.5208765).create().await;
    let coarse = app.incident().title("Not shown").create().await;
    set(&app, &coarse, "precision_level = 'hidden'", "").await;
    let answer = app.visitor().get("/feeds/incidents.geojson").await;
    assert_eq!(answer.ok().header("content-type"), "application/geo+json");
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(json["type"], "FeatureCollection");
    let features = json["features"].as_array().unwrap();
    assert_eq!(features[0]["geometry"], serde_json::Value::Null);
    assert_eq!(features[1]["geometry"]["coordinates"], serde_json::json!([28.712, -24.521]));
    assert_eq!(features[1]["properties"]["title"], "Leak");
    assert!(!answer.text().contains("28.71234567"));
    assert_eq!(
        app.visitor()
            .get("/feeds/incidents.geojson?status=done")
            .await
            .text()
            .matches("Feature\"")
            .count(),
        0
    );
}

// ---- budgets and plans ----

#[tokio::test]
async fn full_pages_fit_a_weak_signal() {
    let app = TestApp::start().await;
    naboom::categories::seed(&app.app).await.unwrap();
    for n in 0..25 {
        let title = format!(
            "’n Groot waterlek nommer {n} by die hoek van Kerkstraat en Louis Trichardtstraat"
        );
        let made = app
            .incident()
            .title(&title)
            .description(&"Die water loop al dae lank. ".repeat(20))
            .category("water_leak")
            .create()
            .await;
        said(
            &app,
            made.id,
            "Dit is nou erger as gister, die pad is nat tot by die skool.",
            "public",
            "public",
        )
        .await;
    }
    let one = app.visitor().get("/en/incidents").await.attribute(".card a.go", "href");
    for path in
        ["/af/", "/af/incidents", "/af/incidents?q=waterlek&status=open&order=priority", &one]
    {
        let page = app.visitor().header("accept-encoding", "br").get(path).await;
        assert_eq!(page.ok().header("content-encoding"), "br", "{path}");
        assert!(page.body.len() <= 10 * 1024, "{path}: {} bytes", page.body.len());
    }
}
