//! Home, and the public list: filters, order, pages, search.

use super::*;

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
