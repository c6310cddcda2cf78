//! One report, and what is not public.

use super::*;

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
