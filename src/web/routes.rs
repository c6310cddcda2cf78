//! The table of routes: every route is entered with the policy that says who may use it. The policy is enforced before the
//! handler runs (the handler's argument type checks again), and a test walks the table and tries every route with every role.

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use http::Method;

use crate::app::App;
use crate::auth::{MustSecond, Role, Viewer};
use crate::error::Error;
use crate::i18n::Lang;

/// Who may use a route. Rights on one record are checked by its action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Everybody.
    Public,
    /// Whoever holds the unguessable key in the address or form.
    Token,
    /// Everybody with an account.
    SignedIn,
    /// Leader, officer or admin.
    Staff,
    /// Leader or admin.
    Leader,
    /// Officer or admin.
    Officer,
    /// Editor or admin.
    Editor,
    /// Admin.
    Admin,
}

impl Policy {
    /// Whether this viewer may.
    pub fn allows(self, viewer: Option<&Viewer>) -> bool {
        let is = |role| viewer.is_some_and(|v| v.is(role) || v.is(Role::Admin));
        match self {
            Self::Public | Self::Token => true,
            Self::SignedIn => viewer.is_some(),
            Self::Staff => viewer.is_some_and(Viewer::is_staff),
            Self::Leader => is(Role::Leader),
            Self::Officer => is(Role::Officer),
            Self::Editor => is(Role::Editor),
            Self::Admin => is(Role::Admin),
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Route {
    /// GET answers HEAD too.
    pub method: Method,
    /// As axum writes it: `/{lang}/incidents/{reference}`.
    pub path: &'static str,
    /// Who may.
    pub policy: Policy,
}

/// Routes of a feature with their policies.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    table: Vec<Route>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or other reading route. GET never writes.
    pub fn get<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> Self {
        self.add(Method::GET, MethodFilter::GET, path, policy, handler)
    }

    /// A route that changes something.
    pub fn post<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> Self {
        self.add(Method::POST, MethodFilter::POST, path, policy, handler)
    }

    /// The same with a larger body than forms need, in bytes: for files.
    pub fn post_large<H: Handler<T, App>, T: 'static>(
        mut self,
        path: &'static str,
        policy: Policy,
        most: usize,
        handler: H,
    ) -> Self {
        let method = guarded(path, policy, on(MethodFilter::POST, handler))
            .layer(axum::extract::DefaultBodyLimit::max(most));
        self.router = self.router.route(path, method);
        self.table.push(Route { method: Method::POST, path, policy });
        self
    }

    fn add<H: Handler<T, App>, T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> Self {
        self.router = self.router.route(path, guarded(path, policy, on(filter, handler)));
        self.table.push(Route { method, path, policy });
        self
    }

    /// These and those of another feature.
    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// The table for tests and documents.
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// The router to serve.
    pub fn into_router(self) -> Router<App> {
        self.router
    }
}

fn guarded(path: &'static str, policy: Policy, method: MethodRouter<App>) -> MethodRouter<App> {
    let in_a_language = path == "/{lang}" || path.starts_with("/{lang}/");
    method.route_layer(from_fn(move |request: Request, next: Next| {
        guard(in_a_language, policy, request, next)
    }))
}

async fn guard(
    in_a_language: bool,
    policy: Policy,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    // A page has one address in each language, not one in every word.
    let first = request.uri().path().split('/').nth(1).unwrap_or("");
    if in_a_language && first.parse::<Lang>().is_err() {
        return Err(Error::NotFound);
    }
    let must_second = request.extensions().get::<MustSecond>().is_some();
    let viewer = request.extensions().get::<Viewer>();
    match (policy.allows(viewer), viewer.is_some()) {
        (true, _) => Ok(next.run(request).await),
        (false, false) => Err(Error::SignIn),
        (false, true) if must_second && request.method() == Method::GET => {
            Ok(super::respond::see_other(&format!("/{first}/account/second")))
        }
        (false, true) => Err(Error::Forbidden),
    }
}
