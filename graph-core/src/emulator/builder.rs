//! The builder methods that set up an emulator.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use time::OffsetDateTime;

use super::call::{ErrorResponse, OperationCall};
use super::clock::Clock;
use super::facade::Emulator;
use super::fault::Fault;
use super::service::Service;
use super::settings::Settings;
use super::tasks::LongRunning;
use super::throttle::{Gate, Throttle};
use crate::model::operation::GraphOperation;
use crate::model::path::GraphPaths;
use crate::model::structured::{GraphEntity, Structured};

/// An entity that the [`Emulator`] can store: one with paths.
#[diagnostic::on_unimplemented(
    message = "the emulator cannot store `{Self}`",
    label = "expected an entity with paths",
    note = "an entity has `#[derive(GraphEntity)]` and `#[graph_paths(…)]`",
    note = "a complex type is stored as a part of its entity; an action or a function is answered by the closure of `on`"
)]
pub trait Emulated: GraphEntity + GraphPaths {}

#[diagnostic::do_not_recommend]
impl<E: GraphEntity + GraphPaths> Emulated for E {}

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Emulator {
    /// Creates an emulator that does not serve any path yet; see [`with`](Self::with).
    pub fn new() -> Self {
        Self { service: Arc::new(Mutex::new(Service::new(Settings::default(), Clock::at_noon(), 0))) }
    }

    fn set(self, change: impl FnOnce(&mut Service)) -> Self {
        change(&mut self.lock());
        self
    }

    /// Serves the paths of `E`. Several entities may share a path; `@odata.type` then says which one an object is. A view of an entity may
    /// share its paths too: the objects then have all properties of the entity.
    ///
    /// If a template ends in a placeholder, the last segment of the path is the object's key, and the path without it is a collection.
    /// Otherwise the key is a GUID that depends only on the path.
    ///
    /// Every id leads to an object, whose values are blank at first. With [`seeded_only`](Self::seeded_only), only seeded and created
    /// objects exist. A collection lists the objects that were seeded, created or read.
    #[must_use]
    pub fn with<E: Emulated>(self) -> Self {
        self.set(|service| service.routes.add::<E>())
    }

    /// Answers the calls of an action or a function with this closure.
    ///
    /// The closure receives the call's parameters and the arguments in its path. It may read and change stored objects. It returns the
    /// result or an [`ErrorResponse`]. A later closure for the same operation replaces an earlier one.
    ///
    /// ```
    /// # use graph_core::{GraphAction, GraphEntity, graph_ids, graph_paths};
    /// # use graph_core::emulator::Emulator;
    /// graph_ids! { pub ManagedDeviceId; }
    ///
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.managedDevice")]
    /// #[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}")]
    /// pub struct ManagedDevice {
    ///     #[graph(key)]
    ///     pub id: String,
    ///     #[graph(read_only)]
    ///     pub state: String,
    /// }
    ///
    /// #[derive(Clone, Debug, GraphAction)]
    /// #[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
    /// pub struct Wipe {
    ///     pub keep_user_data: Option<bool>,
    /// }
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::new().with::<ManagedDevice>().on::<Wipe>(|call| {
    ///     call.update_bound(|device: &mut ManagedDevice| device.state = "wiped".into())
    /// });
    /// let (graph, id) = (emulator.client(), ManagedDeviceId::new("d1")?);
    ///
    /// graph.call(Wipe::v1().wipe(&id), Wipe { keep_user_data: None }).await?;
    /// assert_eq!(graph.get(ManagedDevice::v1().managed_devices(&id)).await?.body.state, "wiped");
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run()).unwrap();
    /// ```
    #[must_use]
    pub fn on<O: GraphOperation + GraphPaths>(
        self,
        answer: impl FnMut(&mut OperationCall<'_, O>) -> Result<O::Returns, ErrorResponse> + Send + 'static,
    ) -> Self {
        self.set(|service| service.answer_calls(answer))
    }

    /// Serves only objects that were [seeded](Self::seed) or created. Requests for other objects get 404.
    #[must_use]
    pub fn seeded_only(self) -> Self {
        self.set(|service| service.settings.seeded_only = true)
    }

    /// Refuses a request that contains one of these, which most services ignore: the key or read-only properties in the body of an update,
    /// `@odata.type` for a type declared with `tag = "never"`, and query options that Graph does not have.
    ///
    /// Without this setting, the emulator ignores the key, read-only and create-only properties in an update ([OData 4.0
    /// §11.4.3](https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part1-protocol.html#_Toc406398328)), and unknown query options
    /// without `$`.
    ///
    /// ```
    /// # use graph_core::emulator::Emulator;
    /// let emulator = Emulator::new().strict();
    /// ```
    #[must_use]
    pub fn strict(self) -> Self {
        self.set(|service| service.settings.strict = true)
    }

    /// Accepts requests without a token. Microsoft's SDKs send no token over plain HTTP, so they need this setting with
    /// [`serve`](Self::serve).
    #[must_use]
    pub fn anonymous(self) -> Self {
        self.set(|service| service.access.anonymous = true)
    }

    /// Makes the service choose the key of every new object. A key in the body is ignored.
    #[must_use]
    pub fn assigns_keys(self) -> Self {
        self.set(|service| service.settings.assigns_keys = true)
    }

    /// Answers an update with 204 and no body, if the client does not prefer `return=representation`. Creations still get 201; see
    /// [`create_no_content`](Self::create_no_content).
    #[must_use]
    pub fn no_content(self) -> Self {
        self.set(|service| service.settings.no_content = true)
    }

    /// Answers a creation with 204 and no body, if the client does not prefer `return=representation`. The headers `Location` and
    /// `OData-EntityId` contain the URL of the new object.
    #[must_use]
    pub fn create_no_content(self) -> Self {
        self.set(|service| service.settings.create_no_content = true)
    }

    /// Makes `$top` limit the whole result instead of each page, as some services do.
    #[must_use]
    pub fn top_limits_result(self) -> Self {
        self.set(|service| service.settings.top_limits_result = true)
    }

    /// Carries out the changes of entities of type `T`, or the calls of the action `T`, as long-running operations. The response is 202
    /// with the URL of an operation. The change is made at a later poll of that URL. Content is stored at once.
    ///
    /// ```
    /// # use graph_core::{GraphEntity, graph_ids, graph_paths};
    /// use graph_core::client::Outcome;
    /// use graph_core::emulator::{Emulator, LongRunning};
    ///
    /// graph_ids! { pub TeamId; }
    ///
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.team")]
    /// #[graph_paths(v1, "/teams/{teamId}")]
    /// pub struct Team {
    ///     #[graph(key)]
    ///     pub id: String,
    ///     pub display_name: Option<String>,
    /// }
    ///
    /// # async fn run() -> Result<(), graph_core::Error> {
    /// let graph = Emulator::new().with::<Team>().long_running::<Team>(LongRunning::polls(1)).client();
    /// let sales = Team::patch().display_name("Sales");
    /// let Outcome::Running(operation) = graph.create(Team::v1().teams_collection(), sales).or_operation().await?.body else {
    ///     unreachable!("the emulator answers 202");
    /// };
    /// assert_eq!(operation.until_done().await?.body.unwrap().display_name.as_deref(), Some("Sales"));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(run()).unwrap();
    /// ```
    #[must_use]
    pub fn long_running<T: Structured>(self, how: LongRunning) -> Self {
        self.set(|service| drop(service.tasks.settings.insert(T::DECLARATION.name, how)))
    }

    /// Sets the number of objects in one page of a collection. A client can request smaller pages, but not larger ones.
    ///
    /// Without this setting, a page has the number of objects that `$top` or `Prefer: odata.maxpagesize` requests, up to 999. If the
    /// request has neither, a page has 100 objects.
    #[must_use]
    pub fn page_size(self, objects: usize) -> Self {
        self.set(|service| service.settings.page = Some(objects))
    }

    /// Sets the host of next links, such as `https://example.com`. A client must not send its token there.
    #[must_use]
    pub fn next_links_to(self, host: impl Into<String>) -> Self {
        self.set(|service| service.settings.next_links = Some(host.into()))
    }

    /// Redirects reads of content (302) to a URL that works without a token, as Graph does for files.
    #[must_use]
    pub fn redirects_downloads(self) -> Self {
        self.set(|service| service.settings.redirects_downloads = true)
    }

    /// Sets the host of upload URLs, of the URLs of redirected downloads and of [monitor URLs](super::tasks::OperationForm::Monitor), such
    /// as `https://example.com`. A client must not send its token there.
    ///
    /// Without this setting, the URLs lead to the port of the [server](Self::serve), or for a client in memory, to a made-up host that the
    /// emulator answers for.
    #[must_use]
    pub fn media_urls_to(self, host: impl Into<String>) -> Self {
        self.set(|service| service.settings.media_urls = Some(host.into()))
    }

    /// Limits how many requests the emulator accepts in a window of time; it refuses the others with 429.
    #[must_use]
    pub fn throttle(self, throttle: Throttle) -> Self {
        self.set(|service| service.gate = Some(Gate::new(throttle)))
    }

    /// If a request in a batch is throttled, answers the batch with 424 instead of 200. The responses in the batch are the same with both
    /// statuses, and Graph has sent both.
    #[must_use]
    pub fn throttled_batches_fail(self) -> Self {
        self.set(|service| service.settings.throttled_batches_fail = true)
    }

    /// Injects one of these faults into a random `share` of all requests, such as 0.1 for every tenth. Each fault is equally likely.
    ///
    /// A request inside a batch only gets [`Fault::Status`]; the batch itself can get every fault.
    ///
    /// # Panics
    /// Panics if the share is not between 0 and 1, or if no fault is given.
    #[must_use]
    #[track_caller]
    pub fn random_faults(self, share: f64, kinds: impl IntoIterator<Item = Fault>) -> Self {
        let kinds: Vec<Fault> = kinds.into_iter().collect();
        assert!((0.0..=1.0).contains(&share), "a share of all requests is from 0 to 1, not {share}");
        assert!(!kinds.is_empty(), "there is no fault to meet at random");
        self.set(|service| service.faults.at_random(share, kinds))
    }

    /// Delays every response by this time.
    #[must_use]
    pub fn latency(self, latency: Duration) -> Self {
        self.set(|service| service.settings.latency = latency)
    }

    /// Seeds the random choices: ids, faults and orders. The same seed and the same requests give the same responses.
    #[must_use]
    pub fn random_seed(self, seed: u64) -> Self {
        self.set(|service| [service.ids, service.order, service.faults.random] = Service::randoms(seed))
    }

    /// Sets the time of the emulator's clock at its start. Without this setting, the clock starts at 2026-01-01T12:00:00Z. For a
    /// [server](Self::serve), it starts at the system time.
    #[must_use]
    pub fn starting_at(self, at: OffsetDateTime) -> Self {
        self.set(|service| service.clock = Clock::starting_at(at))
    }

    /// Sets how many exchanges the journal keeps; the oldest are dropped. The default is 10,000.
    #[must_use]
    pub fn journal_capacity(self, exchanges: usize) -> Self {
        self.set(|service| service.settings.journal = exchanges)
    }
}
