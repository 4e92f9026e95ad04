//! The server under test as a process of its own, with tills that were enrolled behind its back.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use p256::ecdsa::SigningKey;
use p256::pkcs8::EncodePublicKey as _;
use sqlx::PgPool;
use titan_core::ids::{OrgId, RegisterId, StoreId};
use titan_core::shop::ShopConfig;
use titan_server::auth::Keys;
use uuid::Uuid;

const SECRET: &str = "a secret of the bench that everybody knows";
const READY_LIMIT: Duration = Duration::from_secs(30);

/// A process that ends with its owner.
pub(crate) struct Running {
    child: Child,
    pub(crate) origin: String,
}

impl Running {
    pub(crate) fn start(command: &mut Command, port: u16) -> Result<Self> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        Ok(Self { child, origin: format!("http://127.0.0.1:{port}") })
    }

    /// The most memory it has had at once, in MiB.
    pub(crate) fn peak_mib(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: f64 = line.context("no VmHWM")?.trim().trim_end_matches(" kB").parse()?;
        Ok(kib / 1024.0)
    }

    /// Processor time so far, in milliseconds.
    pub(crate) fn cpu_ms(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok());
        Ok((ticks(11).context("utime")? + ticks(12).context("stime")?) * 10.0)
    }

    pub(crate) async fn is_ready(&self, path: &str) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < READY_LIMIT {
            if reqwest::get(format!("{}{path}", self.origin)).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("{} does not answer", self.origin)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A register as the bench drives it.
#[derive(Clone)]
pub(crate) struct Register {
    pub(crate) id: RegisterId,
    pub(crate) code: String,
    pub(crate) token: String,
}

/// The server and what it has been given.
pub(crate) struct Shop {
    pub(crate) server: Running,
    pub(crate) db: PgPool,
    pub(crate) config: ShopConfig,
    pub(crate) key: SigningKey,
    desk: Desk,
}

/// Whatever it takes to make registers.
struct Desk {
    db: PgPool,
    org: OrgId,
    store: StoreId,
    spki: Vec<u8>,
    keys: Keys,
    made: usize,
}

impl Shop {
    /// Migrates, seeds and starts.
    pub(crate) async fn open(url: &str, db: PgPool) -> Result<Self> {
        let program = env!("CARGO_BIN_EXE_titan-server");
        let command = |arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).env("DATABASE_URL", url).env("JWT_SECRET", SECRET);
            command.env("RUST_LOG", "warn").env("JWT_EXPIRY_SECONDS", "86400");
            command
        };
        for arguments in [["migrate"].as_slice(), &["seed"]] {
            let done = command(arguments).stdout(Stdio::null()).status()?;
            ensure!(done.success(), "{arguments:?} failed");
        }
        let port = free_port()?;
        let mut serve = command(&["all"]);
        let server = Running::start(serve.env("PORT", port.to_string()), port)?;
        server.is_ready("/ready").await?;
        let key = SigningKey::from_slice(&[7; 32])?;
        let (org, store): (Uuid, Uuid) =
            sqlx::query_as("SELECT org_id, store_id FROM stores LIMIT 1").fetch_one(&db).await?;
        let mut desk = Desk {
            db: db.clone(),
            org: OrgId::new(org),
            store: StoreId::new(store),
            spki: key.verifying_key().to_public_key_der()?.as_bytes().to_vec(),
            keys: Keys::new(SECRET, 86_400),
            made: 0,
        };
        let first = desk.registers(1).await?.remove(0);
        let config = get(&server, &first, "/api/v1/config").await?.json().await?;
        Ok(Self { server, db, config, key, desk })
    }

    /// Adds registers, all with the key of the bench.
    pub(crate) async fn registers(&mut self, count: usize) -> Result<Vec<Register>> {
        self.desk.registers(count).await
    }

    /// Waits until everything that arrived is projected.
    pub(crate) async fn is_projected(&self) -> Result<()> {
        loop {
            let behind: i64 = sqlx::query_scalar(
                "SELECT coalesce(sum(r.head_seq - p.projected_seq), 0)::bigint
                 FROM registers r JOIN projections p USING (org_id, register_id)",
            )
            .fetch_one(&self.db)
            .await?;
            if behind == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Desk {
    async fn registers(&mut self, count: usize) -> Result<Vec<Register>> {
        let (org, store) = (self.org, self.store);
        let mut registers = Vec::new();
        for _ in 0..count {
            self.made += 1;
            let id = RegisterId::new(Uuid::now_v7());
            let code = format!("B{}", self.made);
            let now = titan_server::clock::now();
            let token = self.keys.token(id, org, store, now)?.token;
            registers.push(Register { id, code, token });
        }
        let ids: Vec<Uuid> = registers.iter().map(|register| register.id.uuid()).collect();
        let codes: Vec<&str> = registers.iter().map(|register| register.code.as_str()).collect();
        sqlx::query(
            "INSERT INTO registers (org_id, register_id, store_id, till, code, name, public_key,
                 enrolled_at)
             SELECT $1, id, $2, code, code, code, $3, now()
             FROM unnest($4::uuid[], $5::text[]) AS t (id, code)",
        )
        .bind(org.uuid())
        .bind(store.uuid())
        .bind(&self.spki)
        .bind(&ids)
        .bind(&codes)
        .execute(&self.db)
        .await?;
        sqlx::query(
            "INSERT INTO register_peppers (org_id, register_id, pepper)
             SELECT $1, unnest($2::uuid[]), sha256('pepper')",
        )
        .bind(org.uuid())
        .bind(&ids)
        .execute(&self.db)
        .await?;
        sqlx::query("INSERT INTO projections (org_id, register_id) SELECT $1, unnest($2::uuid[])")
            .bind(org.uuid())
            .bind(&ids)
            .execute(&self.db)
            .await?;
        Ok(registers)
    }
}

async fn get(server: &Running, register: &Register, path: &str) -> Result<reqwest::Response> {
    let request = reqwest::Client::new().get(format!("{}{path}", server.origin));
    let request = request.bearer_auth(&register.token).header("x-titan-protocol", "1");
    Ok(request.send().await?.error_for_status()?)
}

pub(crate) fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
