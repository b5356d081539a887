"""How the commands that write documents are called."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.language import N_, LocalGroup
from bot.commands.options import BoardSlug, Config, command, config_of, run

Format = Literal["text", "docx", "xlsx", "pdf", "png", "json"]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""

    @command(
        app,
        "report",
        N_("In hoặc viết báo cáo của một kỳ; --board all là bảng tổng hợp các ban."),
        "tinbai report 2021-H1 --format docx -o bao-cao.docx",
    )
    def report(
        context: typer.Context,
        period: Annotated[
            str,
            typer.Argument(
                metavar="PERIOD",
                help=N_("2021-H1, 2021-Q3, 2021-06, 2021, hoặc 2021-01-15..2021-03-20."),
            ),
        ],
        format_: Annotated[
            Format | None,
            typer.Option(
                "--format",
                case_sensitive=False,
                help=N_("Dạng của báo cáo; không ghi thì theo đuôi của tệp, không có nữa là text."),
            ),
        ] = None,
        output: Annotated[
            str | None,
            typer.Option(
                "-o", "--output", metavar="PATH", help=N_("Tệp để viết; - là in ra màn hình.")
            ),
        ] = None,
        electronic: Annotated[
            bool, typer.Option("--electronic", help=N_("Văn bản được ký điện tử."))
        ] = False,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.documents.report import report as work

        run(work(config_of(context, config), board, period, format_, output, electronic))

    @command(
        app,
        "duplicates",
        N_("Liệt kê những bài có vẻ trùng nhau, hoặc xét từng cặp tiêu đề của một tệp."),
        "tinbai duplicates --pairs cap-tieu-de.tsv",
    )
    def duplicates(
        context: typer.Context,
        pairs: Annotated[
            Path | None,
            typer.Option(
                help=N_("Tệp có hai tiêu đề mỗi dòng, cách nhau bằng Tab; - là đọc từ bàn phím.")
            ),
        ] = None,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.documents.duplicates import duplicates as work

        run(work(config_of(context, config), board, pairs))

    @command(
        app,
        "export",
        N_("Viết mọi dữ liệu của một ban, hoặc của một người, dạng JSON và CSV."),
        "tinbai export -o du-lieu",
    )
    def export(
        context: typer.Context,
        output: Annotated[
            Path | None,
            typer.Option("-o", "--output", help=N_("Thư mục để viết; - là in JSON ra stdout.")),
        ] = None,
        person: Annotated[
            str | None, typer.Option(help=N_("Chỉ dữ liệu của một người: số hoặc tên."))
        ] = None,
        forget: Annotated[
            bool, typer.Option("--forget", help=N_("Xóa tên và tài khoản của người ấy."))
        ] = False,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.documents.export import export as work

        run(work(config_of(context, config), board, output, person, forget))

    template = typer.Typer(
        cls=LocalGroup,
        help=N_("Mẫu Word của báo cáo."),
        epilog="tinbai template export -o mau-bao-cao.docx",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(template, name="template")

    @command(
        template,
        "export",
        N_("Viết mẫu có sẵn ra tệp, để sửa bằng Word."),
        "tinbai template export -o mau-bao-cao.docx",
    )
    def export_template(
        context: typer.Context,
        output: Annotated[
            str | None,
            typer.Option(
                "-o", "--output", metavar="PATH", help=N_("Tệp để viết; - là in ra stdout.")
            ),
        ] = None,
        table: Annotated[
            bool, typer.Option("--table", help=N_("Viết bảng tin, bài mẫu để nhập bằng import."))
        ] = False,
        config: Config = None,
    ) -> None:
        from bot.commands.documents.template import export as work

        run(work(config_of(context, config), output, table=table))

    @command(
        template,
        "check",
        N_("Nêu mọi trường lạ hay thiếu của một mẫu và thử mẫu với một báo cáo nhỏ."),
        "tinbai template check mau-bao-cao.docx",
    )
    def check_template(
        context: typer.Context,
        path: Annotated[
            Path | None,
            typer.Argument(
                metavar="FILE", help=N_("Tệp .docx; không nêu thì là mẫu của chính ban.")
            ),
        ] = None,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.documents.template import check as work

        run(work(config_of(context, config), board, path))
