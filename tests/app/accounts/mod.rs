//! Accounts as people use them: register, sign in and out, lose the password; and what admins may do with people.

mod operator;
mod password;
mod people;
mod register;
mod sign_in;

use naboom::ids::AccountId;

use crate::support::{Answer, Browser, ORIGIN, TestApp};

/// Opens the form, as people do before they fill it in: that also gives the device its cookie.
async fn sign_in(browser: &Browser, login: &str, password: &str) -> Answer {
    browser.get("/en/sign-in").await;
    browser.post("/en/sign-in", &[("login", login), ("password", password)]).await
}

async fn register(browser: &Browser, lang: &str, login: &str, password: &str) -> Answer {
    let page = format!("/{lang}/register");
    browser.get(&page).await.ok();
    browser.post(&page, &[("login", login), ("name", "Anna"), ("password", password)]).await
}

/// The path of the link in a mail.
fn link(app: &TestApp, to: &str) -> String {
    let text = app.mail_to(to).text;
    let line = text.lines().find_map(|line| line.strip_prefix(ORIGIN));
    line.unwrap_or_else(|| panic!("no link in {text}")).to_owned()
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/en/account").await.status == 200
}

async fn set(app: &TestApp, statement: &'static str, account: AccountId) {
    sqlx::query(statement).bind(account).execute(&app.app.db).await.expect(statement);
}
