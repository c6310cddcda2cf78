//! Nothing an editor types runs in anybody's browser.

use scraper::{Html, Selector};

use super::{post, publish, site, write};

/// Ways to smuggle a script into a page, tried in every field.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</pre><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[click](vbscript:msgbox(1))",
    "[click](//evil.example/x)",
    "[click](/\\evil.example)",
    "[click](https://x.example/\"onclick=\"alert(1))",
    "[\"><script>alert(1)</script>](/p/about)",
    "**<b onclick=alert(1)>bold</b>**",
    "## <iframe src=javascript:alert(1)>",
    "- <a href=javascript:alert(1)>x</a>",
    "1. <style>*{background:url(javascript:alert(1))}</style>",
    "> <object data=javascript:alert(1)>",
    ">!! <embed src=javascript:alert(1)>",
    "phone: <script>alert(1)</script> = 10111",
    "phone: x = 10111\" onclick=\"alert(1)",
    "+++ <details ontoggle=alert(1) open>\n<script>alert(1)</script>\n+++",
    "| <script>alert(1)</script> | x |\n| <img src=x onerror=alert(1)> | y |",
    "pages: \"><script>alert(1)</script>",
    "incidents: category=\"><script>",
    "map: \"><script>",
    "image: 1 wide = \"><script>alert(1)</script>",
    "image: 1\" onerror=\"alert(1)",
    "<div hx-get=/en/admin hx-trigger=load>x</div>",
    "<form action=https://evil.example><input name=_token>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{ 7*7 }} {% raw %}",
    "${alert(1)} `alert(1)`",
];

/// Elements and attributes that editors' words have no business to make.
fn harm(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let mut found = Vec::new();
    let all = Selector::parse("*").unwrap();
    for element in page.select(&all) {
        let name = element.value().name();
        let own_script =
            name == "script" && element.attr("src").is_some_and(|s| s.starts_with("/static/"));
        let bad = ["script", "iframe", "object", "embed", "style", "base", "math"].contains(&name);
        // The frames of the editor's own preview are empty.
        let own_frame = name == "iframe"
            && element.attr("name").is_some()
            && element.attr("src").or(element.attr("srcdoc")).is_none();
        if bad && !own_script && !own_frame {
            found.push(format!("<{name}>"));
        }
        if name == "meta" && element.attr("http-equiv").is_some() {
            found.push("meta refresh".into());
        }
        for (attribute, value) in element.value().attrs() {
            let address = ["href", "src", "action", "formaction"].contains(&attribute);
            let value = value.trim().to_ascii_lowercase();
            let foreign = address
                && (value.contains("script:")
                    || value.starts_with("data:")
                    || value.starts_with("//")
                    || value.contains("evil.example") && !value.starts_with("https://x."));
            if attribute.starts_with("on") || attribute == "style" || foreign {
                found.push(format!("<{name} {attribute}={value}>"));
            }
            if attribute.starts_with("hx-") && attribute != "hx-disable" && value.contains("admin")
            {
                found.push(format!("<{name} {attribute}>"));
            }
        }
    }
    found
}

#[tokio::test]
async fn nothing_typed_into_any_field_becomes_markup_on_any_page() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let page = write(&editor, "water", "Water", "Water").await;
    for payload in PAYLOADS {
        let title: String = payload.replace('\n', " ").chars().take(120).collect();
        let changes = [
            ("title-en", title.as_str()),
            ("summary-en", *payload),
            ("body-en", *payload),
            ("body-af", *payload),
        ];
        post(&editor, &page, &changes).await.status(303);
        publish(&editor, &page).await;
        let list = editor.get(&format!("{page}/versions")).await;
        let (new, old) = (list.field("new"), list.field("old"));
        let fields = super::fields(&editor, &page).await;
        let typed: Vec<(&str, &str)> =
            fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let pages = [
            visitor.get("/en/p/water").await,
            visitor.get("/af/p/water").await,
            editor.get(&page).await,
            editor.get("/en/admin/pages").await,
            editor.post(&format!("{page}/preview/en"), &typed).await,
            editor.get(&format!("{page}/compare?old={old}&new={new}")).await,
        ];
        for answer in pages {
            // A page of an error would show nothing, and so no harm.
            let words = answer.ok().words();
            assert_eq!(harm(&answer.text()), Vec::<String>::new(), "{payload:?} on {words}");
        }
    }
}

#[tokio::test]
async fn a_stored_text_that_no_editor_could_type_is_still_shown_without_harm() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    publish(&editor, &page).await;
    app.as_owner(
        r#"update cms_pages set live = jsonb_set(live, '{texts,en,body}',
           '[{"block":"paragraph","words":[{"span":"link","text":"x","to":"javascript:alert(1)"}]},
             {"block":"heading","level":9,"text":"<script>alert(1)</script>"},
             {"block":"pages","paths":["\"><script>alert(1)</script>"]},
             {"block":"phones","rows":[["<b>x</b>","javascript:1"]]}]'::jsonb)"#,
    )
    .await;
    let shown = app.visitor().get("/en/p/water").await;
    shown.ok();
    assert_eq!(harm(&shown.text()), Vec::<String>::new());
}
