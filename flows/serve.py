"""`make serve`: a Prefect server, the work pools with a worker each, the deployments of prefect.yaml, until stopped; then all stop."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from flows import HOME

PORT = int(os.environ.get("QMON_PREFECT_PORT", "4200"))
API = f"http://127.0.0.1:{PORT}/api"
POOLS = {"qmon": "2", "qmon-portions": "1"}  # how many flow runs a worker of each takes at once; a portion uses all cores
BIN = os.path.dirname(sys.executable)


def main() -> None:
    """Start everything, say where it is, wait for a signal."""
    environment = os.environ | {
        "PREFECT_API_URL": API,
        "QMON_HOME": str(HOME),
        "PATH": BIN + os.pathsep + os.environ.get("PATH", ""),
    }
    if "PREFECT_SERVER_API_AUTH_STRING" in environment:
        environment.setdefault("PREFECT_API_AUTH_STRING", environment["PREFECT_SERVER_API_AUTH_STRING"])
    prefect = os.path.join(BIN, "prefect")
    children: list[subprocess.Popen[bytes]] = []

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        children.append(
            subprocess.Popen([prefect, "server", "start", "--port", str(PORT)], env=environment, stdout=subprocess.DEVNULL, cwd=HOME)
        )
        _wait_for_server(children[0])
        for pool in POOLS:
            subprocess.run(
                [prefect, "work-pool", "create", pool, "--type", "process", "--overwrite"],
                env=environment,
                cwd=HOME,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        subprocess.run(
            [prefect, "--no-prompt", "deploy", "--all", "--prefect-file", "flows/prefect.yaml"],
            env=environment,
            cwd=HOME,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for pool, limit in POOLS.items():
            children.append(subprocess.Popen([prefect, "worker", "start", "--pool", pool, "--limit", limit], env=environment, cwd=HOME))
        print(f"Prefect 就绪：http://127.0.0.1:{PORT}，每日 01:30（Asia/Shanghai）运行 nightly；Ctrl-C 停止", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(1)
        sys.exit("Prefect 的一个进程已退出")
    finally:
        for child in reversed(children):
            child.terminate()
        for child in reversed(children):
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()


def _wait_for_server(server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            sys.exit(f"Prefect 服务器未能启动（端口 {PORT} 是否被占用？）")
        try:
            with urllib.request.urlopen(f"{API}/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    sys.exit("Prefect 服务器两分钟内没有就绪")


if __name__ == "__main__":
    main()
