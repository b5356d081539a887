"""How the commands that run the program are called."""

from typing import Annotated, Literal

import typer

from bot.commands.language import N_
from bot.commands.options import AsJson, BoardSlug, Config, command, config_of, run

Port = Annotated[int, typer.Option(min=0, max=65535, help=N_("Cổng của trang; 0 là cổng trống."))]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""

    @command(
        app,
        "demo",
        N_("Diễn cả công việc chính trên dữ liệu mẫu, rồi mở trang trò chuyện."),
        "tinbai demo --language en",
    )
    def demo(
        leave: Annotated[
            bool, typer.Option("--exit", help=N_("Diễn xong thì thôi, không mở trang."))
        ] = False,
        port: Port = 0,
        language: Annotated[
            Literal["vi", "en"] | None,
            typer.Option("--language", help=N_("Tiếng diễn; không nêu thì là tiếng của máy.")),
        ] = None,
    ) -> None:
        from bot.commands.running.demo import demo as work

        run(work(leave, port, language))

    @command(
        app,
        "init",
        N_("Viết config.toml, tạo cơ sở dữ liệu, in mã mời của Trưởng ban."),
        "tinbai init",
    )
    def init(context: typer.Context, config: Config = None, board: BoardSlug = None) -> None:
        from bot.commands.running.init import init as work

        run(work(config_of(context, config), board))

    @command(
        app,
        "run",
        N_("Chạy mọi kênh đã cấu hình, bộ hẹn giờ và máy chủ web."),
        "tinbai run --config /var/lib/tinbai/config.toml",
    )
    def run_(context: typer.Context, config: Config = None) -> None:
        from bot.collecting import importing

        with importing():
            from bot.commands.running.run import run as work

        run(work(config_of(context, config)), running=True)

    @command(
        app,
        "check",
        N_("Kiểm tra cấu hình, cơ sở dữ liệu, các kênh, bộ hẹn giờ, mẫu; không ghi gì."),
        "tinbai check",
    )
    def check(context: typer.Context, as_json: AsJson = False, config: Config = None) -> None:
        from bot.commands.running.check import check as work

        run(work(config_of(context, config), as_json))

    @command(
        app,
        "chat",
        N_("Thử một ban trong trình duyệt, không cần Telegram hay Zalo."),
        "tinbai chat --port 8090",
    )
    def chat(
        context: typer.Context, port: Port = 0, config: Config = None, board: BoardSlug = None
    ) -> None:
        from bot.commands.running.chat import chat as work

        run(work(config_of(context, config), board, port))
