//! From the first step to what is stored.

use super::*;

#[tokio::test]
async fn a_resident_reports_with_photos_in_afrikaans_and_follows_the_link() {
    let app = town().await;
    let phone = app.visitor();
    let what = phone.get("/af/report").await;
    what.ok().sees("Wat wil jy aanmeld?").sees("10177").sees("10111").sees("Waterlek");
    assert_eq!(what.header("cache-control"), "no-store");
    // What threatens life comes first.
    let names = what.all(".opt b");
    assert!(names.iter().position(|n| n == "Brand") < names.iter().position(|n| n == "Waterlek"));

    let to = phone.post("/af/report", &[("category", "water_leak")]).await;
    let page = phone.follow(&to).await;
    page.ok().sees("Waar is dit?").sees("Stap 2 van 5").sees("/af/report/resume/");
    assert_eq!(page.header("cache-control"), "no-store");
    let place = [
        ("place", "Xylofoonweg 12, by die geel hek"),
        ("lat", "-24.5171"),
        ("lon", "28.7152"),
        ("accuracy", "18.4"),
    ];
    let to = phone.post("/af/report/where", &place).await;
    let page = phone.follow(&to).await;
    page.ok().sees("Wat is verkeerd?").sees("Hoeveel water loop?");

    let (one, two) = (jpeg(10), jpeg(200));
    let fields = [
        ("description", "Water loop sedert gister. Die straat is nat."),
        ("q-flow", "stream"),
        ("day", ""),
    ];
    let files = [photo("een.jpg", &one), photo("twee.jpg", &two)];
    let to = phone.post_files("/af/report/details", &fields, &files).await;
    assert_eq!(to.location(), "/af/report/contact");
    let page = phone.follow(&to).await;
    page.ok().sees("Mag ons jou kontak?").sees("Die publiek sien dit nooit nie");
    let contact =
        [("name", "Anna Botha"), ("phone", "082 123 4567"), ("email", "anna@voorbeeld.com")];
    let to = phone.post("/af/report/contact", &contact).await;
    let check = phone.follow(&to).await;
    check.ok().sees("Kyk jou aanmelding na").sees("Xylofoonweg 12").sees("tot op omtrent 19 m");
    check
        .sees("Anna Botha")
        .sees("+27821234567")
        .sees("Water loop sedert gister")
        .sees("Nooit jou naam");
    assert_eq!(check.all(".previews li").len(), 2);

    let to = send(&phone, &check, "af").await;
    assert_eq!(to.location(), "/af/report/sent");
    let sent = phone.follow(&to).await;
    sent.ok()
        .sees("Dankie")
        .sees("Wat nou gebeur")
        .sees("Kyk eers na jou foto’s".to_lowercase().as_str());
    assert_eq!(sent.header("referrer-policy"), "no-referrer");
    let reference = sent.all(".ref").remove(0);
    let link = sent.attribute("a.secret", "href");
    let path = link.trim_start_matches("http://127.0.0.1:8080");
    assert!(path.starts_with("/af/t/"), "{link}");
    app.work().await;
    // The link works anywhere, without an account.
    app.visitor().get(path).await.ok().sees(&reference).sees("Water loop sedert gister");
    // A water leak is public at once; the exact place, the words for it and the reporter are not.
    let public = app.visitor().get(&format!("/af/incidents/{reference}")).await;
    public.ok().sees("Water loop sedert gister").does_not_see("Xylofoonweg").does_not_see("Anna");
    public.does_not_see("4567").does_not_see("28.7152").does_not_see("24.5171");
    assert_eq!(app.count("select count(*) from media where incident_id is not null and publication = 'pending' and state = 'ready'").await, 2);
    assert_eq!(app.count("select count(*) from report_drafts where data = '{}'").await, 1);
}

#[tokio::test]
async fn the_record_holds_what_was_told_and_history_replays_to_it() {
    let app = town().await;
    let phone = app.visitor().header("user-agent", "Mozilla/5.0 (Android 9) Chrome/79");
    let place =
        [("place", "by die stasie"), ("lat", "-24.5181"), ("lon", "28.7131"), ("accuracy", "35")];
    to_details(&phone, "en", "burglary", &place).await;
    let fields = [
        ("description", "Back door was broken open."),
        ("q-now", "no"),
        ("q-case", "12/3/2026"),
        ("day", "yesterday"),
    ];
    let wrong = phone.post_files("/en/report/details", &fields, &[]).await;
    wrong.status(422).sees("Enter the day like 5 March 2026");
    let today = chrono::Utc::now().format("%Y-%m-%d").to_string();
    let fields = [
        ("description", "Back door was broken open."),
        ("q-now", "no"),
        ("q-case", "12/3/2026"),
        ("day", &today),
    ];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone.post("/en/report/contact", &[("name", "Piet")]).await.status(303);
    let check = phone.get("/en/report/check").await;
    check.ok().sees("Once a community leader has looked at it").sees("12/3/2026");
    send(&phone, &check, "en").await.status(303);
    let row: (String, String, String, bool, bool, bool, String) = sqlx::query_as(
        "select publication::text, metadata->>'case', priority::text, area_id is not null, observed_at is not null,
                st_distancesphere(place, public_place) between 0 and 360, public_address from incidents",
    )
    .fetch_one(&app.app.db)
    .await
    .unwrap();
    assert_eq!((row.0.as_str(), row.1.as_str(), row.2.as_str()), ("pending", "12/3/2026", "high"));
    assert!(row.3 && row.4 && row.5, "{row:?}");
    // A burglary is on a grid of 500 m: its words are those of the suburb.
    assert!(!row.6.is_empty() && !row.6.contains("stasie"), "{}", row.6);
    let contact: (String, String) =
        sqlx::query_as("select name, browser from incident_contacts where ip is not null")
            .fetch_one(&app.app.db)
            .await
            .unwrap();
    assert_eq!(contact, ("Piet".to_owned(), "Chrome, Android".to_owned()));
    // No history row holds a word of the reporter.
    assert_eq!(app.count("select count(*) from history where new_value ilike '%broken%' or new_value ilike '%piet%' or new_value like '%28.7131%'").await, 0);
    assert_eq!(
        app.count("select count(*) from history_private where new_value ilike '%piet%'").await,
        1
    );
    assert!(acts::verify_history(&app.app.db).await.unwrap().is_empty());
    assert!(acts::replay_all(&app.app.db).await.unwrap().is_empty());
    // Pending answers like what never existed.
    let reference: String =
        sqlx::query_scalar("select reference from incidents").fetch_one(&app.app.db).await.unwrap();
    app.visitor().get(&format!("/en/incidents/{reference}")).await.status(404);
}

#[tokio::test]
async fn an_old_browser_without_origin_needs_the_token_and_can_report() {
    let app = town().await;
    let phone = app.visitor().old();
    let page = phone.get("/en/report").await;
    let token = page.field("_token");
    phone.post("/en/report", &[("category", "refuse")]).await.status(400);
    phone.post("/en/report", &[("category", "refuse"), ("_token", &token)]).await.status(303);
    phone
        .post("/en/report/where", &[("place", "Xylofoonweg 9"), ("_token", &token)])
        .await
        .status(303);
    let page = phone.get("/en/report/details").await;
    let action = page.attribute("#step", "action");
    assert!(action.contains("_token="), "{action}");
    phone.post_files("/en/report/details", &[("description", "x")], &[]).await.status(400);
    phone
        .post_files(&action, &[("description", "Bins stand since Monday.")], &[])
        .await
        .status(303);
    phone.post("/en/report/contact", &[("_token", &token)]).await.status(303);
    let check = phone.get("/en/report/check").await;
    let submission = check.field("submission");
    let to =
        phone.post("/en/report/check", &[("_token", &token), ("submission", &submission)]).await;
    phone.follow(&to).await.ok().sees("Your reference number");
}

#[tokio::test]
async fn every_refusal_says_what_to_do_and_keeps_everything_typed() {
    let app = town().await;
    let phone = app.visitor();
    let wrong = phone.post("/af/report", &[("category", "unicorn")]).await;
    wrong.status(422).sees("Kies wat jy wil aanmeld").sees("Fout:");
    assert_eq!(wrong.attribute(".errors a", "href"), "#category");
    phone.post("/af/report", &[("category", "power_outage")]).await.status(303);

    phone
        .post("/af/report/where", &[("place", "   ")])
        .await
        .status(422)
        .sees("Gee ’n straat of bekende punt");
    let long = "a".repeat(201);
    let wrong = phone.post("/af/report/where", &[("place", &long)]).await;
    wrong.status(422).sees("hoogstens 200");
    assert_eq!(wrong.field("place"), long);
    phone.post("/af/report/where", &[("place", "Xylofoonweg")]).await.status(303);

    let text = "Krag is af.\nDie hele straat: \"donker\" <b>nou</b>";
    let one = jpeg(1);
    let fields = [("description", text), ("day", "2030-01-01"), ("time", "25:99")];
    let wrong = phone.post_files("/af/report/details", &fields, &[photo("krag.jpg", &one)]).await;
    wrong.status(422).sees("Beantwoord hierdie vraag").sees("Gee die tyd soos 14:05");
    assert_eq!(wrong.field("description").trim(), text);
    assert_eq!((wrong.field("day"), wrong.field("time")), ("2030-01-01".into(), "25:99".into()));
    assert_eq!(wrong.all(".previews li").len(), 1, "the photo is kept");
    assert_eq!(wrong.attribute(".errors a", "href"), "#q-extent");
    let fields =
        [("description", text), ("q-extent", "street"), ("day", "2030-01-01"), ("time", "")];
    let wrong = phone.post_files("/af/report/details", &fields, &[]).await;
    wrong.status(422).sees("Hierdie tyd moet nog kom");
    assert_eq!(wrong.field("q-extent"), "street");
    let fields = [("description", text), ("q-extent", "street"), ("day", "")];
    phone.post_files("/af/report/details", &fields, &[]).await.status(303);

    let fields = [("name", "Anna"), ("email", "anna@"), ("phone", "12")];
    let wrong = phone.post("/af/report/contact", &fields).await;
    wrong.status(422).sees("Gee ’n e-posadres soos").sees("Gee ’n telefoonnommer soos");
    assert_eq!(
        (wrong.field("name"), wrong.field("email"), wrong.field("phone")),
        ("Anna".into(), "anna@".into(), "12".into())
    );
    // Back at any step, everything is as it was.
    assert_eq!(phone.get("/af/report/where").await.field("place"), "Xylofoonweg");
    assert_eq!(phone.get("/af/report").await.field("category"), "power_outage");
    let details = phone.get("/af/report/details").await;
    assert_eq!(details.field("description").trim(), text);
    assert_eq!(details.all(".previews li").len(), 1);
    assert_eq!(app.count("select count(*) from incidents").await, 0);
}

#[tokio::test]
async fn a_hundred_repeats_at_once_make_one_report_and_lead_to_one_page() {
    let app = town().await;
    let phone = app.visitor();
    let check = to_check(&phone, "en", "Deep pothole in the left lane.").await;
    let answers =
        futures_util::future::join_all((0..100).map(|_| send(&phone, &check, "en"))).await;
    for answer in &answers {
        assert_eq!(answer.location(), "/en/report/sent");
    }
    assert_eq!(app.count("select count(*) from incidents").await, 1);
    assert_eq!(app.count("select count(*) from history where field = 'state'").await, 1);
    assert_eq!(app.count("select count(*) from events where kind = 'reported'").await, 1);
    let first = phone.get("/en/report/sent").await;
    let again = send(&phone, &check, "en").await;
    let second = phone.follow(&again).await;
    assert_eq!(first.all(".ref"), second.all(".ref"));
    assert_eq!(first.attribute("a.secret", "href"), second.attribute("a.secret", "href"));
    // Every step of a sent report leads to its page; a new one begins empty.
    assert_eq!(phone.get("/en/report/details").await.location(), "/en/report/sent");
    assert_eq!(
        phone.post("/en/report", &[("category", "refuse")]).await.location(),
        "/en/report/where"
    );
    assert_eq!(phone.get("/en/report/where").await.ok().field("place"), "");
}
