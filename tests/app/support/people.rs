//! The people of a test. Each call makes a new person, signed in the way the program itself signs people in.

use axum::Router;
use axum::routing::get;
use http::{Request, header};
use naboom::auth::{self, Role};
use naboom::ids::AccountId;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;
use tower_sessions::Session;

use super::{Browser, TestApp};

/// The password of everybody in tests.
pub const PASSWORD: &str = "seven rainy mondays";

impl TestApp {
    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A resident with an account.
    pub async fn resident(&self) -> Browser {
        self.person(&[Role::Resident]).await
    }

    /// A community leader, for the whole town and every category.
    pub async fn leader(&self) -> Browser {
        self.person(&[Role::Resident, Role::Leader]).await
    }

    /// An officer of an authority.
    pub async fn officer(&self) -> Browser {
        self.person(&[Role::Resident, Role::Officer]).await
    }

    /// An editor of pages.
    pub async fn editor(&self) -> Browser {
        self.person(&[Role::Resident, Role::Editor]).await
    }

    /// An administrator.
    pub async fn admin(&self) -> Browser {
        self.person(&[Role::Resident, Role::Admin]).await
    }

    /// Somebody with these roles, signed in.
    pub async fn person(&self, roles: &[Role]) -> Browser {
        let account = self.account(roles).await;
        let mut browser = self.visitor();
        self.sign_in(&mut browser, account).await;
        browser
    }

    /// An account with these roles: `leader1@example.org`, named `Leader 1`, with [`PASSWORD`].
    pub async fn account(&self, roles: &[Role]) -> AccountId {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash = || async { auth::hash_password(PASSWORD.into()).await.expect("hashes") };
        let hash = HASH.get_or_init(hash).await;
        let account = AccountId::new();
        let role = roles.last().map_or("resident", |role| role.as_str());
        sqlx::query(
            "insert into accounts (id, name, email, email_verified_at, password_hash)
             select $1, initcap($2) || ' ' || n, $2 || n || '@example.org', clock_timestamp(), $3
             from (select 1 + count(*) as n from accounts where email like $2 || '%@example.org') x",
        )
        .bind(account)
        .bind(role)
        .bind(hash)
        .execute(&self.app.db)
        .await
        .expect("the account is made");
        for role in roles {
            sqlx::query("insert into account_roles (account_id, role) values ($1, $2)")
                .bind(account)
                .bind(role)
                .execute(&self.app.db)
                .await
                .expect("the role is given");
        }
        account
    }

    /// Signs a browser in, without the form.
    pub async fn sign_in(&self, browser: &mut Browser, account: AccountId) {
        let app = self.app.clone();
        let door = Router::new()
            .route(
                "/",
                get(async move |session: Session| {
                    auth::sign_in(&app, &session, account, "Test, Test", None)
                        .await
                        .is_ok()
                        .then_some("in")
                        .ok_or(http::StatusCode::INTERNAL_SERVER_ERROR)
                }),
            )
            .layer(auth::session_layer(&self.app));
        let response =
            door.oneshot(Request::get("/").body(axum::body::Body::empty()).expect("a request"));
        let response = response.await.expect("an answer");
        assert!(response.headers().contains_key(header::SET_COOKIE), "signing in sets a cookie");
        browser.keep_cookies(response.headers());
        browser.account = Some(account);
    }
}
