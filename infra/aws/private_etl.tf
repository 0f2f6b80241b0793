# Only with etl_in_private_subnet: a subnet that nothing outside can address. The instance installs its packages
# from PyPI, which no interface endpoint offers, so it needs a NAT gateway: about 33 USD a month, plus 0.045 a GB.

locals {
  private_etl = var.etl_in_private_subnet ? 1 : 0
}

resource "aws_subnet" "private" {
  count = local.private_etl

  vpc_id            = aws_vpc.this.id
  availability_zone = local.zones[0]
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, 4)

  tags = { Name = "${local.name}-private" }
}

resource "aws_eip" "nat" {
  count = local.private_etl

  domain = "vpc"

  tags = { Name = "${local.name}-nat" }
}

resource "aws_nat_gateway" "this" {
  count = local.private_etl

  allocation_id = aws_eip.nat[0].id
  subnet_id     = aws_subnet.public[0].id

  tags       = { Name = local.name }
  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "private" {
  count = local.private_etl

  vpc_id = aws_vpc.this.id

  tags = { Name = "${local.name}-private" }
}

resource "aws_route" "nat" {
  count = local.private_etl

  route_table_id         = aws_route_table.private[0].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[0].id
}

resource "aws_route_table_association" "private" {
  count = local.private_etl

  subnet_id      = aws_subnet.private[0].id
  route_table_id = aws_route_table.private[0].id
}
